package dev.soma.runtime.tornado;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.soma.runtime.Buffer;
import dev.soma.runtime.DataType;
import dev.soma.runtime.Device;
import dev.soma.runtime.Devices;
import dev.soma.runtime.Grid;
import dev.soma.runtime.Kernel;
import dev.soma.runtime.KernelDevice;
import dev.soma.runtime.catalog.Kernels;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.OperatorInstruction;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What kernels look like and mean after they were remapped for TornadoVM. */
class KernelRemapperTest {
    private static final int SIZE = 500;

    static Stream<Class<?>> owners() {
        return Kernels.all().stream()
                .<Class<?>>map(kernel -> kernel.method().getDeclaringClass())
                .distinct();
    }

    @ParameterizedTest
    @MethodSource("owners")
    void kernelsVerifyAndHoldNothingThatTornadoVmCompilesWrongly(Class<?> owner) {
        KernelRemapper remapper =
                new KernelRemapper(StandInContext.class.describeConstable().orElseThrow(), KernelRemapperTest::model);
        byte[] file = remapper.remap(model(owner.getName().replace('.', '/')));
        assertEquals(List.of(), ClassFile.of().verify(file));
        Set<String> left = new TreeSet<>();
        for (MethodModel method : ClassFile.of().parse(file).methods()) {
            method.code()
                    .ifPresent(code -> code.forEach(element -> {
                        if (element instanceof InvokeInstruction call
                                && (call.name().equalsString("fma")
                                        || call.name().equalsString("numberOfTrailingZeros"))) {
                            left.add(call.toString());
                        } else if (element instanceof OperatorInstruction operator
                                && operator.opcode() == Opcode.IUSHR) {
                            left.add(operator.toString());
                        }
                    }));
            if (method.methodType().stringValue().contains("dev/soma/kernels/KernelContext")) {
                left.add(method.methodName().stringValue());
            }
        }
        assertEquals(Set.of(), left);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void integersAreThoseOfJava(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int[] a = random.ints(SIZE).toArray();
        int[] b = new int[SIZE];
        for (int i = 0; i < SIZE; i++) {
            a[i] = random.nextInt(4) == 0 ? 0 : a[i] >> random.nextInt(32);
            int divisor = random.nextBoolean() ? 1 << random.nextInt(31) : random.nextInt() >> random.nextInt(32);
            b[i] = divisor == 0 ? 1 : divisor;
        }
        assertArrayEquals(integers(Devices.open("jvm"), a, b), integers(StandInBackend.open(), a, b));
    }

    @ParameterizedTest(name = "divisor {0}")
    @MethodSource("dev.soma.runtime.tornado.RemappedQuotients#divisors")
    void quotientsOfTheLeastIntegerToo(int divisor) {
        assertArrayEquals(RemappedQuotients.expected(divisor), RemappedQuotients.on(StandInBackend.open(), divisor));
    }

    @Test
    void functionsAreThoseOfKernelMath() {
        float[] a = {0f, -0f, 0.3f, -0.3f, 2f, -2f, 50f, -100f, 200f, Float.NEGATIVE_INFINITY, Float.NaN};
        // the stand-in fuses nothing, and so may be off by a rounding or two
        assertArrayEquals(functions(Devices.open("jvm"), a), functions(StandInBackend.open(), a), Math.ulp(4f));
    }

    @Test
    void sumsAreNotFused() {
        float[] a = {3.3f, 0x1.001p0f, 5f, Float.NaN};
        float[] c = {1f, -1f, 0.5f, 1f};
        float[] fused = new float[a.length];
        float[] plain = new float[a.length];
        for (int i = 0; i < a.length; i++) {
            fused[i] = Math.fma(a[i], a[i], c[i]);
            plain[i] = a[i] * a[i] + c[i];
        }
        assertNotEquals(fused[1], plain[1]);
        assertArrayEquals(fused, multiplyAdd(Devices.open("jvm"), a, c));
        assertArrayEquals(plain, multiplyAdd(StandInBackend.open(), a, c));
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {4, 5, 6})
    void inlinedCallsMeanTheSame(long seed) {
        int[] a = new SplittableRandom(seed).ints(SIZE, -9, 50).toArray();
        assertArrayEquals(calls(Devices.open("jvm"), a), calls(StandInBackend.open(), a));
    }

    private static int[] integers(Device device, int[] a, int[] b) {
        try (device) {
            Buffer out = device.allocate(DataType.INT, 5 * SIZE);
            launch(device, "integers", Grid.flat(SIZE), SIZE, device.allocate(a), device.allocate(b), out);
            return out.toInts();
        }
    }

    private static float[] functions(Device device, float... a) {
        try (device) {
            Buffer out = device.allocate(DataType.FLOAT, 4 * a.length);
            launch(device, "functions", Grid.flat(a.length), a.length, device.allocate(a), out);
            return out.toFloats();
        }
    }

    private static float[] multiplyAdd(Device device, float[] a, float[] c) {
        try (device) {
            Buffer out = device.allocate(DataType.FLOAT, a.length);
            Buffer factor = device.allocate(a);
            launch(device, "multiplyAdd", Grid.flat(a.length), a.length, factor, factor, device.allocate(c), out);
            return out.toFloats();
        }
    }

    private static int[] calls(Device device, int[] a) {
        try (device) {
            Buffer out = device.allocate(DataType.INT, SIZE);
            launch(device, "calls", Grid.of(SIZE, 8), SIZE, device.allocate(a), out);
            return out.toInts();
        }
    }

    private static void launch(Device device, String kernel, Grid grid, Object... arguments) {
        ((KernelDevice) device)
                .compile(Kernel.of(RemappedArithmetic.class, kernel))
                .launch(grid, arguments);
    }

    static ClassModel model(String name) {
        try (InputStream in = Objects.requireNonNull(
                KernelRemapperTest.class.getClassLoader().getResourceAsStream(name + ".class"), name)) {
            return ClassFile.of().parse(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
