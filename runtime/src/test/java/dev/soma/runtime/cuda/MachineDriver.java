package dev.soma.runtime.cuda;

import dev.soma.runtime.Grid;
import dev.soma.runtime.Kernel;
import dev.soma.runtime.ptx.Dim3;
import dev.soma.runtime.ptx.LaunchCounts;
import dev.soma.runtime.ptx.PtxMachine;
import dev.soma.runtime.ptx.PtxModule;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** A driver whose GPU is a {@link PtxMachine}, which runs the PTX as it is. Everything happens at once. */
@SuppressWarnings("restricted")
final class MachineDriver implements CudaDriver {
    private static final long CONTEXT = 1;
    private static final long STREAM = 2;
    private static final long MEMORY_BYTES = 8L << 30;

    /** A loaded module, and which of the arguments of its kernel are constants. */
    private record Loaded(PtxModule module, Constants constants) {}

    private record Entry(Loaded loaded, String name) {}

    /** Where a kernel has constants for arguments: their bits, and nothing for those that are parameters. */
    private record Constants(List<Optional<Long>> values) {
        static final Constants NONE = new Constants(List.of());

        static Constants of(Kernel kernel, Map<String, Integer> byName) {
            return new Constants(IntStream.range(0, kernel.argumentTypes().size())
                    .mapToObj(i -> Optional.ofNullable(byName.get(kernel.argumentName(i)))
                            .map(Integer::toUnsignedLong))
                    .toList());
        }

        /** All arguments, from those that are parameters. */
        List<Long> join(long... parameters) {
            if (values.isEmpty()) {
                return Arrays.stream(parameters).boxed().toList();
            }
            List<Long> all = new ArrayList<>();
            int next = 0;
            for (Optional<Long> value : values) {
                all.add(value.isPresent() ? value.get() : (Long) parameters[next++]);
            }
            return all;
        }
    }

    private final PtxMachine machine;
    private final Consumer<MachineLaunch> launched;
    private final boolean runs;
    private final TreeMap<Long, Long> allocations = new TreeMap<>();
    private final Map<String, Constants> constants = new HashMap<>();
    private final Map<Long, Loaded> modules = new HashMap<>();
    private final Map<Long, Entry> functions = new HashMap<>();
    private long current;
    private long handles = 100;
    private long clock;

    /** A driver that tells every launch, and runs it or not. */
    MachineDriver(PtxMachine machine, Consumer<MachineLaunch> launched, boolean runs) {
        this.machine = machine;
        this.launched = launched;
        this.runs = runs;
    }

    /** Renders kernels as {@code source} does, and knows from then on what is constant in them: launches are told with it. */
    Ptx render(PtxSource source, Kernel kernel, Map<String, Integer> byName) {
        Ptx ptx = source.of(kernel, byName);
        if (!byName.isEmpty()) {
            constants.put(ptx.text(), Constants.of(kernel, byName));
            constants.put(ptx.aliasedText(), Constants.of(kernel, byName));
        }
        return ptx;
    }

    @Override
    public void init() {}

    @Override
    public int driverVersion() {
        return 12040;
    }

    @Override
    public int deviceCount() {
        return 1;
    }

    @Override
    public int device(int ordinal) {
        return ordinal;
    }

    @Override
    public String deviceName(int device) {
        return "PTX machine";
    }

    @Override
    public int deviceAttribute(DeviceAttribute attribute, int device) {
        return switch (attribute) {
            case MULTIPROCESSORS -> 1;
            case COMPUTE_MODE, COMPUTE_CAPABILITY_MINOR -> 0;
            case COMPUTE_CAPABILITY_MAJOR -> 7;
        };
    }

    @Override
    public long totalMemory(int device) {
        return MEMORY_BYTES;
    }

    @Override
    public long retainPrimaryContext(int device) {
        return CONTEXT;
    }

    @Override
    public void releasePrimaryContext(int device) {}

    @Override
    public long currentContext() {
        return current;
    }

    @Override
    public void setCurrentContext(long context) {
        current = context;
    }

    @Override
    public long allocate(long bytes) {
        long address = machine.allocate(bytes);
        allocations.put(address, bytes);
        return address;
    }

    @Override
    public void free(long pointer) {
        allocations.remove(pointer);
        machine.free(pointer);
    }

    @Override
    public MemorySegment allocateHost(long bytes) {
        return Arena.ofAuto().allocate(bytes, Long.BYTES);
    }

    @Override
    public void freeHost(MemorySegment memory) {}

    @Override
    public AddressRange addressRange(long pointer) {
        Map.Entry<Long, Long> allocation = allocations.floorEntry(pointer);
        if (allocation == null || pointer >= allocation.getKey() + allocation.getValue()) {
            throw CudaException.of("cuMemGetAddressRange", CudaResult.NOT_FOUND, "CUDA_ERROR_NOT_FOUND", "not found");
        }
        return new AddressRange(allocation.getKey(), allocation.getValue());
    }

    @Override
    public int deviceOrdinal(long pointer) {
        return 0;
    }

    @Override
    public void fillAsync(long pointer, int word, long count, long stream) {
        machine.fill(pointer, word, Math.toIntExact(count));
    }

    @Override
    public void copyToDeviceAsync(long target, MemorySegment source, long stream) {
        machine.write(target, source);
    }

    @Override
    public void copyToHostAsync(MemorySegment target, long source, long stream) {
        machine.read(source, target);
    }

    @Override
    public long createStream() {
        return STREAM;
    }

    @Override
    public void synchronizeStream(long stream) {}

    @Override
    public void destroyStream(long stream) {}

    @Override
    public long createEvent() {
        return ++handles;
    }

    @Override
    public void recordEvent(long event, long stream) {
        clock++;
    }

    @Override
    public void synchronizeEvent(long event) {}

    @Override
    public float elapsedMillis(long start, long end) {
        return clock;
    }

    @Override
    public void destroyEvent(long event) {}

    @Override
    public long loadModule(String ptx) {
        modules.put(++handles, new Loaded(machine.load(ptx), constants.getOrDefault(ptx, Constants.NONE)));
        return handles;
    }

    @Override
    public long function(long module, String name) {
        functions.put(++handles, new Entry(Objects.requireNonNull(modules.get(module)), name));
        return handles;
    }

    @Override
    public int functionAttribute(FunctionAttribute attribute, long function) {
        return attribute == FunctionAttribute.MAX_THREADS_PER_BLOCK ? Grid.MAX_LOCAL : 0;
    }

    @Override
    public void unloadModule(long module) {
        modules.remove(module);
    }

    @Override
    public void launch(long function, Grid grid, long stream, MemorySegment parameters) {
        Entry entry = Objects.requireNonNull(functions.get(function));
        PtxModule module = entry.loaded().module();
        List<Integer> sizes = module.parameterBytes(entry.name());
        MemorySegment addresses = parameters.reinterpret(sizes.size() * ValueLayout.ADDRESS.byteSize());
        long[] bits = new long[sizes.size()];
        for (int i = 0; i < bits.length; i++) {
            MemorySegment value = addresses.getAtIndex(ValueLayout.ADDRESS, i).reinterpret(sizes.get(i));
            bits[i] = sizes.get(i) == Long.BYTES
                    ? value.get(ValueLayout.JAVA_LONG_UNALIGNED, 0)
                    : Integer.toUnsignedLong(value.get(ValueLayout.JAVA_INT_UNALIGNED, 0));
        }
        Dim3 groups = new Dim3(
                grid.globalX() / grid.localX(), grid.globalY() / grid.localY(), grid.globalZ() / grid.localZ());
        Dim3 group = new Dim3(grid.localX(), grid.localY(), grid.localZ());
        LaunchCounts counts = runs ? machine.launchBits(module, entry.name(), groups, group, bits) : LaunchCounts.NONE;
        List<Long> arguments = entry.loaded().constants().join(bits);
        launched.accept(new MachineLaunch(entry.name(), grid, arguments, counts));
    }
}
