package dev.soma.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.soma.kernels.KernelContext;
import dev.soma.runtime.Kernel;
import dev.soma.runtime.catalog.Kernels;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The catalogue of kernels. */
class KernelsTest {
    @Test
    void listsEveryKernelOfTheModule() {
        Set<String> written = new ClassFileImporter()
                .importPackagesOf(KernelContext.class).stream()
                        .flatMap(type -> type.getMethods().stream())
                        .filter(KernelsTest::isKernel)
                        .map(JavaMethod::getName)
                        .collect(Collectors.toSet());

        assertEquals(written, Kernels.all().stream().map(Kernel::name).collect(Collectors.toSet()));
    }

    @Test
    void namesAreUnique() {
        assertEquals(
                Kernels.all().size(),
                Kernels.all().stream().map(Kernels::name).distinct().count());
    }

    @Test
    void namesFindTheirKernel() {
        Kernels.all().forEach(kernel -> assertEquals(kernel, Kernels.named(Kernels.name(kernel))));
        assertEquals("lif-mpbn-step", Kernels.name(Kernels.named("lif-mpbn-step")));
    }

    @Test
    void anUnknownNameIsAnsweredWithTheKnownOnes() {
        String message = String.valueOf(assertThrows(IllegalArgumentException.class, () -> Kernels.named("lif"))
                .getMessage());
        assertTrue(message.contains("'lif'") && message.contains("lif-forward"), message);
    }

    private static boolean isKernel(JavaMethod method) {
        return method.getModifiers().contains(JavaModifier.PUBLIC)
                && method.getModifiers().contains(JavaModifier.STATIC)
                && !method.getParameters().isEmpty()
                && method.getParameters().getFirst().getRawType().isEquivalentTo(KernelContext.class);
    }
}
