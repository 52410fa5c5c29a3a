package dev.soma.runtime.catalog;

import dev.soma.runtime.Device;
import dev.soma.runtime.tornado.StandInBackend;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every operation with its kernels remapped for TornadoVM, on a few of its cases: they mean the same as before. */
class RemappedKernelsTest {
    private static final Device DEVICE = StandInBackend.open();
    private static final int CASES = 4;

    /** Evenly chosen from all of each operation. */
    static List<OperationCase> cases() {
        Map<String, List<OperationCase>> byOperation = new HashMap<>();
        for (OperationCase testCase : OperationsTest.cases()) {
            byOperation
                    .computeIfAbsent(testCase.operation(), key -> new ArrayList<>())
                    .add(testCase);
        }
        List<OperationCase> chosen = new ArrayList<>();
        for (List<OperationCase> all : byOperation.values()) {
            for (int i = 0; i < CASES; i++) {
                chosen.add(all.get(i * all.size() / CASES));
            }
        }
        return chosen;
    }

    @AfterAll
    static void closeDevice() {
        DEVICE.close();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void agreesWithTheEquationsAndRepeatsItsBits(OperationCase testCase) {
        testCase.check(DEVICE);
    }
}
