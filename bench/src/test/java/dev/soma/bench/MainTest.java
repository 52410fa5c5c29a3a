package dev.soma.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "--threads=-1",
                "--seconds=-1",
                "--rounds=0",
                "--device=quantum",
                "--device=opencl:",
                "--only=nothing is called so",
                "--only=(",
                "--unknown"
            })
    void wrongUsageIsSaid(String argument) {
        assertEquals(2, Main.run(argument));
    }
}
