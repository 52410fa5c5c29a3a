/*
 * A driver library without a GPU: it writes down every call with its arguments as C received them, returns values that
 * show if a half of them is lost, and keeps "device memory" on the heap, so that copies copy.
 *
 * Compiled with -DWITH_CUDA_H and a CUDA toolkit's headers on the include path, every definition here is checked
 * against the prototype in cuda.h, and every constant against its enum.
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifdef WITH_CUDA_H
#include <cuda.h>
#undef cuEventElapsedTime /* cuda.h of CUDA 13 names another form so; drivers have both */

_Static_assert(CU_DEVICE_ATTRIBUTE_MAX_THREADS_PER_BLOCK == 1, "device attribute");
_Static_assert(CU_DEVICE_ATTRIBUTE_MAX_GRID_DIM_X == 5, "device attribute");
_Static_assert(CU_DEVICE_ATTRIBUTE_MAX_GRID_DIM_Y == 6, "device attribute");
_Static_assert(CU_DEVICE_ATTRIBUTE_MAX_GRID_DIM_Z == 7, "device attribute");
_Static_assert(CU_DEVICE_ATTRIBUTE_MAX_SHARED_MEMORY_PER_BLOCK == 8, "device attribute");
_Static_assert(CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT == 16, "device attribute");
_Static_assert(CU_DEVICE_ATTRIBUTE_COMPUTE_MODE == 20, "device attribute");
_Static_assert(CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR == 75, "device attribute");
_Static_assert(CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR == 76, "device attribute");
_Static_assert(CU_COMPUTEMODE_PROHIBITED == 2, "compute mode");
_Static_assert(CU_FUNC_ATTRIBUTE_MAX_THREADS_PER_BLOCK == 0, "function attribute");
_Static_assert(CU_FUNC_ATTRIBUTE_SHARED_SIZE_BYTES == 1, "function attribute");
_Static_assert(CU_FUNC_ATTRIBUTE_LOCAL_SIZE_BYTES == 3, "function attribute");
_Static_assert(CU_FUNC_ATTRIBUTE_NUM_REGS == 4, "function attribute");
_Static_assert(CU_POINTER_ATTRIBUTE_DEVICE_ORDINAL == 9, "pointer attribute");
_Static_assert(CU_JIT_INFO_LOG_BUFFER == 3, "JIT option");
_Static_assert(CU_JIT_INFO_LOG_BUFFER_SIZE_BYTES == 4, "JIT option");
_Static_assert(CU_JIT_ERROR_LOG_BUFFER == 5, "JIT option");
_Static_assert(CU_JIT_ERROR_LOG_BUFFER_SIZE_BYTES == 6, "JIT option");
_Static_assert(CU_STREAM_DEFAULT == 0, "stream flag");
_Static_assert(CU_EVENT_DEFAULT == 0, "event flag");
_Static_assert(CUDA_ERROR_INVALID_VALUE == 1, "result");
_Static_assert(CUDA_ERROR_OUT_OF_MEMORY == 2, "result");
_Static_assert(CUDA_ERROR_STUB_LIBRARY == 34, "result");
_Static_assert(CUDA_ERROR_NO_DEVICE == 100, "result");
_Static_assert(CUDA_ERROR_NO_BINARY_FOR_GPU == 209, "result");
_Static_assert(CUDA_ERROR_ECC_UNCORRECTABLE == 214, "result");
_Static_assert(CUDA_ERROR_INVALID_PTX == 218, "result");
_Static_assert(CUDA_ERROR_NVLINK_UNCORRECTABLE == 220, "result");
_Static_assert(CUDA_ERROR_JIT_COMPILER_NOT_FOUND == 221, "result");
_Static_assert(CUDA_ERROR_UNSUPPORTED_PTX_VERSION == 222, "result");
_Static_assert(CUDA_ERROR_JIT_COMPILATION_DISABLED == 223, "result");
_Static_assert(CUDA_ERROR_NOT_FOUND == 500, "result");
_Static_assert(CUDA_ERROR_ILLEGAL_ADDRESS == 700, "result");
_Static_assert(CUDA_ERROR_LAUNCH_OUT_OF_RESOURCES == 701, "result");
_Static_assert(CUDA_ERROR_LAUNCH_TIMEOUT == 702, "result");
_Static_assert(CUDA_ERROR_CONTEXT_IS_DESTROYED == 709, "result");
_Static_assert(CUDA_ERROR_ASSERT == 710, "result");
_Static_assert(CUDA_ERROR_HARDWARE_STACK_ERROR == 714, "result");
_Static_assert(CUDA_ERROR_ILLEGAL_INSTRUCTION == 715, "result");
_Static_assert(CUDA_ERROR_MISALIGNED_ADDRESS == 716, "result");
_Static_assert(CUDA_ERROR_INVALID_ADDRESS_SPACE == 717, "result");
_Static_assert(CUDA_ERROR_INVALID_PC == 718, "result");
_Static_assert(CUDA_ERROR_LAUNCH_FAILED == 719, "result");
_Static_assert(CUDA_ERROR_SYSTEM_NOT_READY == 802, "result");
_Static_assert(CUDA_ERROR_SYSTEM_DRIVER_MISMATCH == 803, "result");
_Static_assert(CUDA_ERROR_COMPAT_NOT_SUPPORTED_ON_DEVICE == 804, "result");
_Static_assert(CUDA_ERROR_UNKNOWN == 999, "result");
#if CUDA_VERSION >= 12090
_Static_assert(CUDA_ERROR_DEVICE_UNAVAILABLE == 46, "result");
_Static_assert(CUDA_ERROR_CONTAINED == 226, "result");
_Static_assert(CUDA_ERROR_TENSOR_MEMORY_LEAK == 721, "result");
#endif
#else
typedef int CUresult;
typedef int CUdevice;
typedef int CUdevice_attribute;
typedef int CUfunction_attribute;
typedef int CUpointer_attribute;
typedef int CUjit_option;
typedef unsigned long long CUdeviceptr;
typedef struct CUctx_st *CUcontext;
typedef struct CUmod_st *CUmodule;
typedef struct CUfunc_st *CUfunction;
typedef struct CUstream_st *CUstream;
typedef struct CUevent_st *CUevent;
#endif

_Static_assert(sizeof(void *) == 8 && sizeof(size_t) == 8 && sizeof(CUdeviceptr) == 8, "64 bits");
_Static_assert(sizeof(CUdevice) == 4 && sizeof(CUresult) == 4 && sizeof(CUjit_option) == 4, "32 bits");

#define CONTEXT 0xFEDCBA9876543210ull
#define STREAM 0x8123456789ABCDEFull
#define EVENT 0x9000000180000001ull
#define MODULE 0xA000000280000002ull
#define TOTAL_MEMORY 0x1400000001ull

static char text[1 << 16];
static size_t length;
static char failing[64];
static int failure;
static int version;
static int devices;
static CUcontext current;
static unsigned long long events;
static char functions[64][64];
static size_t function_count;

const char *fake_log(void) { return text; }

void fake_reset(void) {
    text[0] = 0;
    length = 0;
    failing[0] = 0;
    version = 12040;
    devices = 2;
    current = NULL;
    events = 0;
    function_count = 0;
}

/* The next calls of that function fail. */
void fake_fail(const char *name, int result) {
    snprintf(failing, sizeof failing, "%s", name);
    failure = result;
}

void fake_version(int value) { version = value; }

void fake_devices(int count) { devices = count; }

static void vnote(const char *format, va_list arguments) {
    size_t room = sizeof text - length;
    size_t size = (size_t)vsnprintf(text + length, room, format, arguments);
    length += size < room ? size : room - 1; /* a full log is cut off */
}

static void note(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    vnote(format, arguments);
    va_end(arguments);
}

/* Writes a call down; what it is to return. */
static CUresult call(const char *name, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    note("%s(", name);
    vnote(format, arguments);
    note(")\n");
    va_end(arguments);
    return (CUresult)(strcmp(name, failing) == 0 ? failure : 0);
}

#define CALL(...)                                  \
    do {                                           \
        CUresult result = call(__func__, __VA_ARGS__); \
        if (result != 0) return result;            \
    } while (0)

#define HEX(value) ((unsigned long long)(uintptr_t)(value))

CUresult cuGetErrorName(CUresult error, const char **pStr) {
    switch ((int)error) {
        case 2: *pStr = "CUDA_ERROR_OUT_OF_MEMORY"; return (CUresult)0;
        case 100: *pStr = "CUDA_ERROR_NO_DEVICE"; return (CUresult)0;
        case 218: *pStr = "CUDA_ERROR_INVALID_PTX"; return (CUresult)0;
        case 700: *pStr = "CUDA_ERROR_ILLEGAL_ADDRESS"; return (CUresult)0;
        default: *pStr = NULL; return (CUresult)1;
    }
}

CUresult cuGetErrorString(CUresult error, const char **pStr) {
    switch ((int)error) {
        case 2: *pStr = "out of memory"; return (CUresult)0;
        case 100: *pStr = "no CUDA-capable device is detected"; return (CUresult)0;
        case 218: *pStr = "a PTX JIT compilation failed"; return (CUresult)0;
        case 700: *pStr = "an illegal memory access was encountered"; return (CUresult)0;
        default: *pStr = NULL; return (CUresult)1;
    }
}

CUresult cuInit(unsigned int flags) {
    CALL("%u", flags);
    return (CUresult)0;
}

CUresult cuDriverGetVersion(int *driverVersion) {
    CALL("-");
    *driverVersion = version;
    return (CUresult)0;
}

CUresult cuDeviceGetCount(int *count) {
    CALL("-");
    *count = devices;
    return (CUresult)0;
}

CUresult cuDeviceGet(CUdevice *device, int ordinal) {
    CALL("%d", ordinal);
    *device = 0x40000000 + ordinal;
    return (CUresult)0;
}

CUresult cuDeviceGetName(char *name, int len, CUdevice dev) {
    CALL("%d, %#x", len, (unsigned)dev);
    snprintf(name, (size_t)len, "Fake GPU %d", dev - 0x40000000);
    return (CUresult)0;
}

CUresult cuDeviceGetAttribute(int *pi, CUdevice_attribute attrib, CUdevice dev) {
    CALL("%d, %#x", (int)attrib, (unsigned)dev);
    switch ((int)attrib) {
        case 1: *pi = 1024; break;
        case 5: *pi = 2147483647; break;
        case 6: *pi = 65535; break;
        case 7: *pi = 65535; break;
        case 8: *pi = 49152; break;
        case 16: *pi = 132; break;
        case 20: *pi = 0; break;
        case 75: *pi = 9; break;
        case 76: *pi = 1; break;
        default: return (CUresult)1;
    }
    return (CUresult)0;
}

CUresult cuDeviceTotalMem_v2(size_t *bytes, CUdevice dev) {
    CALL("%#x", (unsigned)dev);
    *bytes = TOTAL_MEMORY;
    return (CUresult)0;
}

CUresult cuDevicePrimaryCtxRetain(CUcontext *pctx, CUdevice dev) {
    CALL("%#x", (unsigned)dev);
    *pctx = (CUcontext)(uintptr_t)CONTEXT;
    return (CUresult)0;
}

CUresult cuDevicePrimaryCtxRelease_v2(CUdevice dev) {
    CALL("%#x", (unsigned)dev);
    return (CUresult)0;
}

CUresult cuCtxGetCurrent(CUcontext *pctx) {
    CALL("-");
    *pctx = current;
    return (CUresult)0;
}

CUresult cuCtxSetCurrent(CUcontext ctx) {
    CALL("%#llx", HEX(ctx));
    current = ctx;
    return (CUresult)0;
}

CUresult cuMemAlloc_v2(CUdeviceptr *dptr, size_t bytesize) {
    CALL("%zu", bytesize);
    if (bytesize > (1ull << 40)) return (CUresult)2;
    *dptr = (CUdeviceptr)(uintptr_t)malloc(bytesize);
    return (CUresult)0;
}

CUresult cuMemFree_v2(CUdeviceptr dptr) {
    CALL("%#llx", dptr);
    free((void *)(uintptr_t)dptr);
    return (CUresult)0;
}

CUresult cuMemAllocHost_v2(void **pp, size_t bytesize) {
    CALL("%zu", bytesize);
    *pp = malloc(bytesize);
    return (CUresult)0;
}

CUresult cuMemFreeHost(void *p) {
    CALL("%#llx", HEX(p));
    free(p);
    return (CUresult)0;
}

CUresult cuMemGetAddressRange_v2(CUdeviceptr *pbase, size_t *psize, CUdeviceptr dptr) {
    CALL("%#llx", dptr);
    *pbase = dptr & ~0xFFull;
    *psize = 0x300000001ull;
    return (CUresult)0;
}

CUresult cuPointerGetAttribute(void *data, CUpointer_attribute attribute, CUdeviceptr ptr) {
    CALL("%d, %#llx", (int)attribute, ptr);
    *(int *)data = 1;
    return (CUresult)0;
}

CUresult cuMemsetD32Async(CUdeviceptr dstDevice, unsigned int ui, size_t N, CUstream hStream) {
    CALL("%#llx, %#x, %zu, %#llx", dstDevice, ui, N, HEX(hStream));
    for (size_t i = 0; i < N; i++) ((unsigned int *)(uintptr_t)dstDevice)[i] = ui;
    return (CUresult)0;
}

CUresult cuMemcpyHtoDAsync_v2(CUdeviceptr dstDevice, const void *srcHost, size_t ByteCount, CUstream hStream) {
    CALL("%#llx, %#llx, %zu, %#llx", dstDevice, HEX(srcHost), ByteCount, HEX(hStream));
    memcpy((void *)(uintptr_t)dstDevice, srcHost, ByteCount);
    return (CUresult)0;
}

CUresult cuMemcpyDtoHAsync_v2(void *dstHost, CUdeviceptr srcDevice, size_t ByteCount, CUstream hStream) {
    CALL("%#llx, %#llx, %zu, %#llx", HEX(dstHost), srcDevice, ByteCount, HEX(hStream));
    memcpy(dstHost, (const void *)(uintptr_t)srcDevice, ByteCount);
    return (CUresult)0;
}

CUresult cuStreamCreate(CUstream *phStream, unsigned int Flags) {
    CALL("%u", Flags);
    *phStream = (CUstream)(uintptr_t)STREAM;
    return (CUresult)0;
}

CUresult cuStreamSynchronize(CUstream hStream) {
    CALL("%#llx", HEX(hStream));
    return (CUresult)0;
}

CUresult cuStreamDestroy_v2(CUstream hStream) {
    CALL("%#llx", HEX(hStream));
    return (CUresult)0;
}

CUresult cuEventCreate(CUevent *phEvent, unsigned int Flags) {
    CALL("%u", Flags);
    *phEvent = (CUevent)(uintptr_t)(EVENT + events++);
    return (CUresult)0;
}

CUresult cuEventRecord(CUevent hEvent, CUstream hStream) {
    CALL("%#llx, %#llx", HEX(hEvent), HEX(hStream));
    return (CUresult)0;
}

CUresult cuEventSynchronize(CUevent hEvent) {
    CALL("%#llx", HEX(hEvent));
    return (CUresult)0;
}

CUresult cuEventElapsedTime(float *pMilliseconds, CUevent hStart, CUevent hEnd) {
    CALL("%#llx, %#llx", HEX(hStart), HEX(hEnd));
    *pMilliseconds = 1.625f;
    return (CUresult)0;
}

CUresult cuEventDestroy_v2(CUevent hEvent) {
    CALL("%#llx", HEX(hEvent));
    return (CUresult)0;
}

/* A PTX text that contains BAD is refused, one that contains FULL with a log that leaves no room for its end. */
CUresult cuModuleLoadDataEx(
        CUmodule *module, const void *image, unsigned int numOptions, CUjit_option *options, void **optionValues) {
    note("options:");
    for (unsigned int i = 0; i < numOptions; i++) note(" %d", (int)options[i]);
    note("\n");
    CALL("%s", (const char *)image);
    char *information = NULL;
    char *errors = NULL;
    size_t information_size = 0;
    size_t errors_size = 0;
    for (unsigned int i = 0; i < numOptions; i++) {
        switch ((int)options[i]) {
            case 3: information = optionValues[i]; break;
            case 4: information_size = (size_t)(uintptr_t)optionValues[i]; break;
            case 5: errors = optionValues[i]; break;
            case 6: errors_size = (size_t)(uintptr_t)optionValues[i]; break;
        }
    }
    note("log sizes: %zu %zu\n", information_size, errors_size);
    if (strstr(image, "FULL") != NULL) {
        memset(errors, 'x', errors_size);
        return (CUresult)218;
    }
    if (strstr(image, "BAD") != NULL) {
        size_t size = (size_t)snprintf(errors, errors_size, "ptxas application ptx input, line 3; fatal: Parsing error\n");
        for (unsigned int i = 0; i < numOptions; i++) {
            if ((int)options[i] == 6) *(unsigned int *)&optionValues[i] = (unsigned int)size + 1;
        }
        return (CUresult)218;
    }
    snprintf(information, information_size, "ptxas info: fine\n");
    *module = (CUmodule)(uintptr_t)MODULE;
    return (CUresult)0;
}

/* A function's handle is the address of its name, whose letters after the last '_' are the types of its parameters. */
CUresult cuModuleGetFunction(CUfunction *hfunc, CUmodule hmod, const char *name) {
    CALL("%#llx, %s", HEX(hmod), name);
    char *copy = functions[function_count++];
    snprintf(copy, sizeof functions[0], "%s", name);
    *hfunc = (CUfunction)copy;
    return (CUresult)0;
}

CUresult cuFuncGetAttribute(int *pi, CUfunction_attribute attrib, CUfunction hfunc) {
    CALL("%d, %s", (int)attrib, (const char *)hfunc);
    *pi = 640 + (int)attrib;
    return (CUresult)0;
}

CUresult cuModuleUnload(CUmodule hmod) {
    CALL("%#llx", HEX(hmod));
    return (CUresult)0;
}

CUresult cuLaunchKernel(
        CUfunction f,
        unsigned int gridDimX,
        unsigned int gridDimY,
        unsigned int gridDimZ,
        unsigned int blockDimX,
        unsigned int blockDimY,
        unsigned int blockDimZ,
        unsigned int sharedMemBytes,
        CUstream hStream,
        void **kernelParams,
        void **extra) {
    const char *name = (const char *)f;
    CALL(
            "%s, %u %u %u, %u %u %u, %u, %#llx, %#llx",
            name,
            gridDimX,
            gridDimY,
            gridDimZ,
            blockDimX,
            blockDimY,
            blockDimZ,
            sharedMemBytes,
            HEX(hStream),
            HEX(extra));
    const char *types = strrchr(name, '_');
    note("parameters:");
    for (int i = 0; types != NULL && types[i + 1] != 0; i++) {
        switch (types[i + 1]) {
            case 'L': note(" %#llx", *(unsigned long long *)kernelParams[i]); break;
            case 'I': note(" %d", *(int *)kernelParams[i]); break;
            case 'F': note(" %g", *(float *)kernelParams[i]); break;
        }
    }
    note("\n");
    return (CUresult)0;
}
