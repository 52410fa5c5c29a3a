package dev.soma.layers.models;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.soma.layers.Fold;
import dev.soma.layers.Network;
import dev.soma.layers.Pass;
import dev.soma.layers.Sequential;
import dev.soma.layers.Signal;
import dev.soma.layers.Tensor;
import dev.soma.layers.train.AdamW;
import dev.soma.layers.train.ClassificationLoss;
import dev.soma.layers.train.Optimizer;
import dev.soma.layers.train.Sgd;
import dev.soma.runtime.AdamWSettings;
import dev.soma.runtime.Device;
import dev.soma.runtime.Kernel;
import dev.soma.runtime.LossReduction;
import dev.soma.runtime.SgdSettings;
import dev.soma.runtime.catalog.KernelTarget;
import dev.soma.runtime.cuda.MachineCuda;
import dev.soma.runtime.cuda.MachineLaunch;
import dev.soma.runtime.ptxas.GpuArchitecture;
import dev.soma.runtime.ptxas.PtxAssembler;
import dev.soma.runtime.ptxas.Usage;
import dev.soma.runtime.roofline.Works;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The kernels that networks launch, recorded on a device that runs nothing. */
class NetworkKernelsTest {
    private static final int BATCH = 2;
    private static final int STEPS = 2;
    private static final int CLASSES = 10;

    /** Arguments that are no shapes: they differ from launch to launch. */
    private static final Set<String> CHANGING = Set.of("step", "last");

    /** The oldest GPUs that NVIDIA's newest assembler knows, and those of data centres. */
    private static final List<GpuArchitecture> ARCHITECTURES = List.of(GpuArchitecture.SM_75, GpuArchitecture.SM_90);

    /** A kernel for one shape. */
    private record Specialisation(Kernel kernel, Map<String, Integer> constants) {
        static Specialisation of(MachineLaunch launch) {
            Map<String, Integer> constants = new LinkedHashMap<>(launch.numbers());
            constants.keySet().removeAll(CHANGING);
            return new Specialisation(launch.kernel(), constants);
        }
    }

    /** A network. */
    enum Model {
        DIGITS,
        RESNET20;

        Signal input() {
            return this == DIGITS ? Signal.image(28, 28, 1) : Signal.image(32, 32, 3);
        }

        Network on(Device device, Norm norm) {
            Options options = new Options(STEPS, CLASSES, norm);
            Sequential architecture =
                    this == DIGITS ? Models.digits(options, input()) : Models.resNet20(options, input());
            return Network.build(device, architecture, input(), 1);
        }
    }

    /** Every specialisation of every kernel in training, evaluation and folded. */
    private static Set<Specialisation> specialisations(Model model, Norm norm) {
        Set<Specialisation> launched = new LinkedHashSet<>();
        try (Device device = MachineCuda.recording(launch -> launched.add(Specialisation.of(launch)));
                Network network = model.on(device, norm);
                ClassificationLoss loss = new ClassificationLoss(network, LossReduction.MEAN_LOGITS);
                Optimizer sgd = new Sgd(network, new SgdSettings(0.9f, 1e-4f, false));
                Optimizer adamW = new AdamW(network, new AdamWSettings(0.9f, 0.999f, 1e-8f, 0.01f))) {
            Tensor logits = forward(network, Pass.TRAINING);
            ClassificationLoss.Result result = loss.of(logits, new int[BATCH]);
            logits.release();
            network.backward(result.gradient());
            sgd.step(0.1f);
            adamW.step(0.1f);
            forward(network, Pass.EVALUATION).release();
            try (Network thresholds = Fold.thresholds(network);
                    Network all = Fold.all(network)) {
                forward(thresholds, Pass.EVALUATION).release();
                forward(all, Pass.EVALUATION).release();
            }
        }
        return launched;
    }

    private static Tensor forward(Network network, Pass pass) {
        Tensor x = network.input(BATCH, new float[network.input().size(BATCH)]);
        Tensor logits = network.forward(x, pass);
        x.release();
        return logits;
    }

    @ParameterizedTest
    @EnumSource
    void everySpecialisationIsAssembledWithoutSpills(Model model) {
        assumeTrue(
                PtxAssembler.find().isPresent() || "true".equals(System.getenv("CI")),
                "ptxas was not found on the PATH: .ci/install-tools gets it");
        PtxAssembler assembler = PtxAssembler.find().orElseThrow();
        Set<Specialisation> specialisations = specialisations(model, Norm.MPBN);
        assertTrue(specialisations.size() > 40, () -> "only " + specialisations.size() + " specialisations");
        for (Specialisation it : specialisations) {
            String ptx = KernelTarget.PTX.source(it.kernel(), it.constants());
            for (GpuArchitecture gpu : ARCHITECTURES) {
                Usage usage = assembler.assemble(ptx, gpu);
                assertEquals(0, usage.spillBytes() + usage.stackBytes(), () -> it + " on " + gpu + ": " + usage);
            }
        }
    }

    /** No kernel of the networks is missing from the report of traffic; those that fold a network once are no part of it. */
    @Test
    void theRooflineHasEveryKernelOfTheNetworks() {
        Set<String> measured = new LinkedHashSet<>();
        try (Device device =
                MachineCuda.recording(launch -> measured.add(launch.kernel().name()))) {
            new Works(device, 1).run();
        }
        Set<String> launched = specialisations(Model.RESNET20, Norm.MPBN_ELEMENT).stream()
                .map(it -> it.kernel().name())
                .filter(name -> !name.startsWith("normFold"))
                .collect(Collectors.toSet());
        specialisations(Model.DIGITS, Norm.BN)
                .forEach(it -> launched.add(it.kernel().name()));
        launched.removeIf(name -> name.startsWith("normFold"));
        launched.removeAll(measured);
        assertEquals(Set.of(), launched, "kernels that the report lacks");
    }
}
