package dev.soma.app;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Which module and package may know which. */
class ArchitectureTest {
    private static final JavaClasses SOMA = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.soma");

    @Test
    void kernelsKnowNothingButJava() {
        classes()
                .that()
                .resideInAPackage("dev.soma.kernels..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("dev.soma.kernels..", "java.lang", "org.jspecify.annotations")
                .check(SOMA);
    }

    @Test
    void runtimeKnowsKernelsJavaAndSlf4j() {
        classes()
                .that()
                .resideInAPackage("dev.soma.runtime..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "dev.soma.kernels..",
                        "dev.soma.runtime..",
                        "java..",
                        "jdk.incubator.vector..",
                        "org.slf4j..",
                        "org.jspecify.annotations")
                .check(SOMA);
    }

    @Test
    void layersKnowNoDevice() {
        noClasses()
                .that()
                .resideInAPackage("dev.soma.layers..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.soma.kernels..",
                        "dev.soma.runtime.jvm..",
                        "dev.soma.runtime.vector..",
                        "dev.soma.runtime.opencl..",
                        "dev.soma.runtime.driver..",
                        "dev.soma.runtime.compiler..",
                        "dev.soma.runtime.host..",
                        "dev.soma.runtime.kernel..",
                        "dev.soma.app..")
                .check(SOMA);
    }

    @Test
    void devicesDoNotKnowOneAnother() {
        slices().matching("dev.soma.runtime.(jvm|vector|opencl|cuda)..")
                .should()
                .notDependOnEachOther()
                .check(SOMA);
    }

    @Test
    void theVectorApiIsUsedByTheVectorFormsOnly() {
        noClasses()
                .that()
                .haveSimpleNameNotStartingWith("Vector")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("jdk.incubator.vector..")
                .because("everything else must load where the Vector API's module is absent")
                .check(SOMA);
    }

    @Test
    void librariesPrintNothing() {
        noClasses()
                .that()
                .resideInAnyPackage("dev.soma.kernels..", "dev.soma.runtime..", "dev.soma.layers..")
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .because("a library logs")
                .check(SOMA);
    }
}
