package dev.soma.runtime.cuda;

import static dev.soma.runtime.cuda.Failures.message;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.soma.runtime.DeviceException;
import dev.soma.runtime.Grid;
import dev.soma.runtime.driver.ArgumentBlock;
import dev.soma.runtime.driver.NativeLibrary;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The binding against a library in C that writes down what it was called with. It shows that every argument arrives in its
 * place, whole, and every result comes back; that the C is the real library's interface is checked where a CUDA toolkit's
 * {@code cuda.h} is found ({@code CUDA_HOME}).
 */
class LibCudaTest {
    // what fakecuda.c returns: a half that is lost shows
    private static final long CONTEXT = 0xFEDCBA9876543210L;
    private static final long STREAM = 0x8123456789ABCDEFL;
    private static final long EVENT = 0x9000000180000001L;
    private static final long MODULE = 0xA000000280000002L;
    private static final int FIRST_DEVICE = 0x40000000;

    private static final long POINTER = 0x8000000170000004L;

    @TempDir(cleanup = CleanupMode.NEVER) // the library stays loaded
    static Path folder;

    private static Path file;

    private FakeLibrary library;
    private LibCuda cuda;

    @BeforeAll
    static void compile() throws Exception {
        file = FakeLibrary.compile(folder);
    }

    @BeforeEach
    void load() {
        library = new FakeLibrary(file);
        cuda = new LibCuda(library.symbols());
    }

    private void assertCalls(String... expected) {
        assertEquals(List.of(expected), library.log());
    }

    private static String hex(long value) {
        return "0x" + Long.toHexString(value);
    }

    @Test
    void theLibraryIsFoundAndItsFunctionsToo() {
        NativeLibrary found =
                NativeLibrary.load("the fake driver", List.of("libabsent.so", file.toString()), "build it");
        assertEquals(Optional.empty(), found.obstacle());
        assertEquals(library.symbols().find("cuInit"), found.find("cuInit"));
        assertEquals(Optional.empty(), found.find("cuAbsent"));
    }

    @Test
    void theFakeIsWhatTheToolkitDeclares() throws Exception {
        Optional<Path> headers = FakeLibrary.headers();
        assumeTrue(headers.isPresent(), "no cuda.h in CUDA_HOME, CUDA_PATH or /usr/local/cuda");
        FakeLibrary.compareWith(headers.orElseThrow(), folder);
    }

    @Test
    void aMissingFunctionIsAnOldDriver() {
        String message = message(
                DeviceException.class,
                () -> new LibCuda(name -> name.equals("cuDevicePrimaryCtxRelease_v2")
                        ? Optional.empty()
                        : library.symbols().find(name)));
        assertTrue(message.contains("cuDevicePrimaryCtxRelease_v2"), message);
        assertTrue(message.contains("install NVIDIA's driver 450"), message);
    }

    @Test
    void devices() {
        cuda.init();
        assertEquals(12040, cuda.driverVersion());
        assertEquals(2, cuda.deviceCount());
        int device = cuda.device(1);
        assertEquals(FIRST_DEVICE + 1, device);
        assertEquals("Fake GPU 1", cuda.deviceName(device));
        assertEquals(0x1400000001L, cuda.totalMemory(device));
        assertEquals(132, cuda.deviceAttribute(DeviceAttribute.MULTIPROCESSORS, device));
        assertEquals(0, cuda.deviceAttribute(DeviceAttribute.COMPUTE_MODE, device));
        assertEquals(9, cuda.deviceAttribute(DeviceAttribute.COMPUTE_CAPABILITY_MAJOR, device));
        assertEquals(1, cuda.deviceAttribute(DeviceAttribute.COMPUTE_CAPABILITY_MINOR, device));
        assertCalls(
                "cuInit(0)",
                "cuDriverGetVersion(-)",
                "cuDeviceGetCount(-)",
                "cuDeviceGet(1)",
                "cuDeviceGetName(256, 0x40000001)",
                "cuDeviceTotalMem_v2(0x40000001)",
                "cuDeviceGetAttribute(16, 0x40000001)",
                "cuDeviceGetAttribute(20, 0x40000001)",
                "cuDeviceGetAttribute(75, 0x40000001)",
                "cuDeviceGetAttribute(76, 0x40000001)");
    }

    @Test
    void contexts() {
        long context = cuda.retainPrimaryContext(FIRST_DEVICE);
        assertEquals(CONTEXT, context);
        assertEquals(0, cuda.currentContext());
        cuda.setCurrentContext(context);
        assertEquals(CONTEXT, cuda.currentContext());
        cuda.setCurrentContext(0);
        cuda.releasePrimaryContext(FIRST_DEVICE);
        assertCalls(
                "cuDevicePrimaryCtxRetain(0x40000000)",
                "cuCtxGetCurrent(-)",
                "cuCtxSetCurrent(0xfedcba9876543210)",
                "cuCtxGetCurrent(-)",
                "cuCtxSetCurrent(0)",
                "cuDevicePrimaryCtxRelease_v2(0x40000000)");
    }

    @Test
    void memory() {
        long pointer = cuda.allocate(16);
        MemorySegment host = cuda.allocateHost(24);
        assertEquals(24, host.byteSize());
        cuda.fillAsync(pointer, 0x80000001, 4, STREAM);
        host.setAtIndex(ValueLayout.JAVA_INT, 0, 11);
        host.setAtIndex(ValueLayout.JAVA_INT, 1, 12);
        cuda.copyToDeviceAsync(pointer + 4, host.asSlice(0, 8), STREAM);
        cuda.copyToHostAsync(host.asSlice(8, 16), pointer, STREAM);
        assertArrayEquals(new int[] {11, 12, 0x80000001, 11, 12, 0x80000001}, host.toArray(ValueLayout.JAVA_INT));
        cuda.freeHost(host);
        cuda.free(pointer);
        assertCalls(
                "cuMemAlloc_v2(16)",
                "cuMemAllocHost_v2(24)",
                "cuMemsetD32Async(" + hex(pointer) + ", 0x80000001, 4, " + hex(STREAM) + ")",
                "cuMemcpyHtoDAsync_v2(" + hex(pointer + 4) + ", " + hex(host.address()) + ", 8, " + hex(STREAM) + ")",
                "cuMemcpyDtoHAsync_v2(" + hex(host.address() + 8) + ", " + hex(pointer) + ", 16, " + hex(STREAM) + ")",
                "cuMemFreeHost(" + hex(host.address()) + ")",
                "cuMemFree_v2(" + hex(pointer) + ")");
    }

    @Test
    void sizesAreSixtyFourBitsWide() {
        library.fail("cuMemAlloc_v2", CudaResult.OUT_OF_MEMORY);
        library.fail("cuMemAlloc_v2", CudaResult.OUT_OF_MEMORY);
        assertThrows(CudaException.class, () -> cuda.allocate(0x123456789AL));
        assertCalls("cuMemAlloc_v2(78187493530)");
    }

    @Test
    void pointers() {
        CudaDriver.AddressRange range = cuda.addressRange(POINTER);
        assertEquals(new CudaDriver.AddressRange(POINTER & ~0xFFL, 0x300000001L), range);
        assertEquals(1, cuda.deviceOrdinal(POINTER));
        assertCalls("cuMemGetAddressRange_v2(" + hex(POINTER) + ")", "cuPointerGetAttribute(9, " + hex(POINTER) + ")");
    }

    @Test
    void streamsAndEvents() {
        long stream = cuda.createStream();
        assertEquals(STREAM, stream);
        long first = cuda.createEvent();
        long second = cuda.createEvent();
        assertEquals(EVENT, first);
        assertEquals(EVENT + 1, second);
        cuda.recordEvent(first, stream);
        cuda.synchronizeEvent(second);
        assertEquals(1.625f, cuda.elapsedMillis(first, second));
        cuda.destroyEvent(first);
        cuda.synchronizeStream(stream);
        cuda.destroyStream(stream);
        assertCalls(
                "cuStreamCreate(0)",
                "cuEventCreate(0)",
                "cuEventCreate(0)",
                "cuEventRecord(" + hex(EVENT) + ", " + hex(STREAM) + ")",
                "cuEventSynchronize(" + hex(EVENT + 1) + ")",
                "cuEventElapsedTime(" + hex(EVENT) + ", " + hex(EVENT + 1) + ")",
                "cuEventDestroy_v2(" + hex(EVENT) + ")",
                "cuStreamSynchronize(" + hex(STREAM) + ")",
                "cuStreamDestroy_v2(" + hex(STREAM) + ")");
    }

    @Test
    void modules() {
        long module = cuda.loadModule(".version 7.0 // good");
        assertEquals(MODULE, module);
        long function = cuda.function(module, "scale_LIF");
        assertEquals(640, cuda.functionAttribute(FunctionAttribute.MAX_THREADS_PER_BLOCK, function));
        assertEquals(641, cuda.functionAttribute(FunctionAttribute.SHARED_BYTES, function));
        assertEquals(643, cuda.functionAttribute(FunctionAttribute.LOCAL_BYTES, function));
        assertEquals(644, cuda.functionAttribute(FunctionAttribute.REGISTERS, function));
        cuda.unloadModule(module);
        assertCalls(
                "options: 3 4 5 6",
                "cuModuleLoadDataEx(.version 7.0 // good)",
                "log sizes: 16384 16384",
                "cuModuleGetFunction(" + hex(MODULE) + ", scale_LIF)",
                "cuFuncGetAttribute(0, scale_LIF)",
                "cuFuncGetAttribute(1, scale_LIF)",
                "cuFuncGetAttribute(3, scale_LIF)",
                "cuFuncGetAttribute(4, scale_LIF)",
                "cuModuleUnload(" + hex(MODULE) + ")");
    }

    @Test
    void refusedPtxShowsTheCompilersLog() {
        String message = message(CudaException.class, () -> cuda.loadModule("BAD"));
        assertTrue(
                message.startsWith("cuModuleLoadDataEx failed with CUDA_ERROR_INVALID_PTX (218): a PTX JIT compilation"
                        + " failed; "),
                message);
        assertTrue(message.endsWith("ptxas application ptx input, line 3; fatal: Parsing error"), message);
    }

    @Test
    void aFailureOfAnotherKindHasNoLog() {
        library.fail("cuModuleLoadDataEx", CudaResult.OUT_OF_MEMORY);
        String message = message(CudaException.class, () -> cuda.loadModule("good"));
        assertTrue(message.startsWith("cuModuleLoadDataEx failed with CUDA_ERROR_OUT_OF_MEMORY (2)"), message);
        assertFalse(message.contains("compiler"), message);
    }

    @Test
    void aLogThatFillsItsBufferIsReadToItsEnd() {
        String message = message(CudaException.class, () -> cuda.loadModule("FULL"));
        assertTrue(message.endsWith("x".repeat(16384)), message);
    }

    @Test
    void launches() {
        long function = cuda.function(MODULE, "kernel_LIFLFI");
        try (ArgumentBlock block = new ArgumentBlock(6)) {
            block.setHandle(0, POINTER);
            block.setInt(1, -5);
            block.setFloat(2, 0.25f);
            block.setHandle(3, -1L);
            block.setFloat(4, -3e38f);
            block.setInt(5, Integer.MAX_VALUE);
            cuda.launch(function, new Grid(12, 35, 110, 2, 5, 11), STREAM, block.pointers());
        }
        assertCalls(
                "cuModuleGetFunction(" + hex(MODULE) + ", kernel_LIFLFI)",
                "cuLaunchKernel(kernel_LIFLFI, 6 7 10, 2 5 11, 0, " + hex(STREAM) + ", 0)",
                "parameters: " + hex(POINTER) + " -5 0.25 0xffffffffffffffff -3e+38 2147483647");
    }

    static Stream<Arguments> everyCall() {
        MemorySegment host = Arena.global().allocate(8); // also a function: its name is empty
        return Stream.of(
                call("cuInit", CudaDriver::init),
                call("cuDriverGetVersion", CudaDriver::driverVersion),
                call("cuDeviceGetCount", CudaDriver::deviceCount),
                call("cuDeviceGet", driver -> driver.device(0)),
                call("cuDeviceGetName", driver -> driver.deviceName(0)),
                call("cuDeviceGetAttribute", driver -> driver.deviceAttribute(DeviceAttribute.MULTIPROCESSORS, 0)),
                call("cuDeviceTotalMem_v2", driver -> driver.totalMemory(0)),
                call("cuDevicePrimaryCtxRetain", driver -> driver.retainPrimaryContext(0)),
                call("cuDevicePrimaryCtxRelease_v2", driver -> driver.releasePrimaryContext(0)),
                call("cuCtxGetCurrent", CudaDriver::currentContext),
                call("cuCtxSetCurrent", driver -> driver.setCurrentContext(1)),
                call("cuMemAlloc_v2", driver -> driver.allocate(8)),
                call("cuMemFree_v2", driver -> driver.free(POINTER)),
                call("cuMemAllocHost_v2", driver -> driver.allocateHost(8)),
                call("cuMemFreeHost", driver -> driver.freeHost(host)),
                call("cuMemGetAddressRange_v2", driver -> driver.addressRange(POINTER)),
                call("cuPointerGetAttribute", driver -> driver.deviceOrdinal(POINTER)),
                call("cuMemsetD32Async", driver -> driver.fillAsync(POINTER, 0, 2, STREAM)),
                call("cuMemcpyHtoDAsync_v2", driver -> driver.copyToDeviceAsync(POINTER, host, STREAM)),
                call("cuMemcpyDtoHAsync_v2", driver -> driver.copyToHostAsync(host, POINTER, STREAM)),
                call("cuStreamCreate", CudaDriver::createStream),
                call("cuStreamSynchronize", driver -> driver.synchronizeStream(STREAM)),
                call("cuStreamDestroy_v2", driver -> driver.destroyStream(STREAM)),
                call("cuEventCreate", CudaDriver::createEvent),
                call("cuEventRecord", driver -> driver.recordEvent(EVENT, STREAM)),
                call("cuEventSynchronize", driver -> driver.synchronizeEvent(EVENT)),
                call("cuEventElapsedTime", driver -> driver.elapsedMillis(EVENT, EVENT)),
                call("cuEventDestroy_v2", driver -> driver.destroyEvent(EVENT)),
                call("cuModuleLoadDataEx", driver -> driver.loadModule("good")),
                call("cuModuleGetFunction", driver -> driver.function(MODULE, "f")),
                call(
                        "cuFuncGetAttribute",
                        driver -> driver.functionAttribute(FunctionAttribute.REGISTERS, host.address())),
                call("cuModuleUnload", driver -> driver.unloadModule(MODULE)),
                call("cuLaunchKernel", driver -> driver.launch(host.address(), Grid.flat(1), STREAM, host)));
    }

    private static Arguments call(String function, Consumer<CudaDriver> call) {
        return Arguments.of(function, call);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("everyCall")
    void everyFailureNamesTheCallTheSymbolAndTheCure(String function, Consumer<CudaDriver> call) {
        library.fail(function, CudaResult.ILLEGAL_ADDRESS);
        String message = message(CudaException.class, () -> call.accept(cuda));
        String expected = function + " failed with CUDA_ERROR_ILLEGAL_ADDRESS (700): an illegal memory access was"
                + " encountered; run the kernel on the device 'jvm'";
        assertTrue(message.startsWith(expected), message);
    }

    @Test
    void anErrorNewerThanTheDriverHasANumber() {
        library.fail("cuInit", 4711);
        String message = message(CudaException.class, cuda::init);
        assertTrue(
                message.startsWith(
                        "cuInit failed with an unknown error (4711): the driver does not say what it means; "),
                message);
    }
}
