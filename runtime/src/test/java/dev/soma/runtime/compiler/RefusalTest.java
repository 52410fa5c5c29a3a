package dev.soma.runtime.compiler;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.soma.runtime.Kernel;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is no kernel is refused with its place and a cure. */
class RefusalTest {
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "length | the length of an array | pass it to the kernel as an int",
                "object | a new object of java.lang.Object | pass the numbers as arguments",
                "string | a string | pass the numbers as arguments",
                "doubles | double arithmetic | use float",
                "exception | throwing java.lang.IllegalStateException | before the launch",
                "handler | an exception handler | test for the case beforehand",
                "lambda | a lambda | write a loop or a static method",
                "library | double arithmetic | use float",
                "cube | the call of java.lang.Math.floorMod | KernelMath",
                "state | the static field dev.soma.runtime.compiler.RefusedKernels.counter | static final",
                "change | an assignment to the field dev.soma.runtime.compiler.RefusedKernels.counter | write to an array",
                "recursion | the recursive call of dev.soma.runtime.compiler.RefusedKernels.factorial | write a loop",
                "dynamicSize | an array whose size is no positive constant | specialise the int arguments",
                "lateAllocation | an allocation of local memory in a loop or a branch | at the beginning of the kernel",
                "matrix | an array of objects or arrays | use one float[] or int[]",
                "mixed | a choice between unlike values | choose with if and else",
            })
    void namesPlaceConstructAndCure(String kernel, String construct, String cure) {
        CompileException e = assertThrows(
                CompileException.class,
                () -> KernelCompiler.compile(Kernel.of(RefusedKernels.class, kernel), Map.of()));
        String message = String.valueOf(e.getMessage());
        String place =
                kernel.equals("recursion") ? "RefusedKernels.factorial, line " : "RefusedKernels." + kernel + ", line ";
        assertTrue(message.startsWith("dev.soma.runtime.compiler." + place), message);
        assertTrue(message.contains(": " + construct), message);
        assertTrue(message.contains(cure), message);
    }
}
