package dev.soma.runtime.tornado;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.soma.kernels.KernelMath;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each form means what the method of {@link KernelMath} means in whose place it stands. */
class KernelMathFormsTest {
    private static final List<String> NAMES = List.of("isNaN", "powerOfTwo", "withSign");

    @Test
    void areThoseOfMethodsThatKernelMathHas() {
        for (String name : NAMES) {
            assertTrue(KernelMathForms.has(name), name);
            Method form = method(KernelMathForms.class, name);
            Method original = method(KernelMath.class, name);
            assertEquals(original.getReturnType(), form.getReturnType(), name);
            assertEquals(
                    Arrays.toString(original.getParameterTypes()), Arrays.toString(form.getParameterTypes()), name);
        }
    }

    @Test
    void powersOfTwoAreExact() throws Throwable {
        MethodHandle original = handle("powerOfTwo");
        for (int exponent = -75; exponent <= 64; exponent++) {
            assertEquals((float) original.invoke(exponent), KernelMathForms.powerOfTwo(exponent), 0f);
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2})
    void signsAndNaNAreTheSame(long seed) throws Throwable {
        MethodHandle sign = handle("withSign");
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 10_000; i++) {
            float x = i < 2
                    ? (i == 0 ? 0f : -0f)
                    : Float.intBitsToFloat(random.nextInt() | (i % 3 == 0 ? 0x7f800000 : 0));
            assertEquals(KernelMath.isNaN(x), KernelMathForms.isNaN(x));
            float magnitude = Math.abs(Float.intBitsToFloat(random.nextInt()));
            if (!Float.isNaN(x) && !Float.isNaN(magnitude)) {
                assertEquals(
                        Float.floatToRawIntBits((float) sign.invoke(magnitude, x)),
                        Float.floatToRawIntBits(KernelMathForms.withSign(magnitude, x)),
                        () -> "sign of " + x);
            }
        }
    }

    private static MethodHandle handle(String name) throws ReflectiveOperationException {
        Method method = method(KernelMath.class, name);
        method.setAccessible(true);
        return MethodHandles.lookup().unreflect(method);
    }

    private static Method method(Class<?> owner, String name) {
        return Arrays.stream(owner.getDeclaredMethods())
                .filter(method -> method.getName().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError(owner + " has no method " + name));
    }
}
