package dev.soma.runtime.tornado;

import dev.soma.runtime.Device;
import dev.soma.runtime.DeviceException;
import dev.soma.runtime.Event;
import dev.soma.runtime.Grid;
import dev.soma.runtime.host.HostEvent;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Takes TornadoVM's place where it is not installed: runs the remapped kernels on the JVM, work-items as threads. What TornadoVM does to
 * them it cannot show; it shows that the kernels mean the same after remapping, and what the device asks for.
 */
public final class StandInBackend implements TornadoBackend, TornadoPlan {
    /** Kernels compiled, by method name. */
    final List<String> compiled = new ArrayList<>();

    /** The memory in use. */
    final Set<StandInMemory> memories = new HashSet<>();

    /** Arrays that fit on the device at a time. */
    int room = Integer.MAX_VALUE;

    boolean closed;

    /** The device on a backend like this. */
    public static Device open() {
        return new TornadoDevice(new StandInBackend(), "");
    }

    @Override
    public Class<?> contextClass() {
        return StandInContext.class;
    }

    @Override
    public TornadoPlan open(String select) {
        return this;
    }

    @Override
    public String description() {
        return "stand-in";
    }

    @Override
    public Memory allocate(Object array) {
        if (memories.size() >= room) {
            throw new DeviceException("no room");
        }
        StandInMemory memory = new StandInMemory(array instanceof float[] f ? f.clone() : ((int[]) array).clone());
        memories.add(memory);
        return memory;
    }

    @Override
    public Task compile(Method method, Object... arguments) {
        compiled.add(method.getName());
        return new StandInTask(method, List.of(arguments));
    }

    @Override
    public Event record() {
        return HostEvent.now();
    }

    @Override
    public void finish() {}

    @Override
    public void close() {
        closed = true;
    }

    /** An array. */
    final class StandInMemory implements Memory {
        private final Object elements;

        private StandInMemory(Object elements) {
            this.elements = elements;
        }

        @Override
        public void write(Object array) {
            copy(array, elements);
        }

        @Override
        public void read(Object array) {
            copy(elements, array);
        }

        @Override
        public void free() {
            memories.remove(this);
        }

        /** Whole arrays of one type and length, and nothing else. */
        @SuppressWarnings("SuspiciousSystemArraycopy") // it checks the types
        private static void copy(Object from, Object to) {
            int length = java.lang.reflect.Array.getLength(from);
            if (length != java.lang.reflect.Array.getLength(to)) {
                throw new IllegalArgumentException("arrays of different lengths");
            }
            System.arraycopy(from, 0, to, 0, length);
        }
    }

    /** A method with its constants. */
    private record StandInTask(Method method, List<Object> compiledWith) implements Task {

        @Override
        public void launch(Grid grid, Object... arguments) {
            Object[] values = new Object[arguments.length + 1];
            for (int i = 0; i < arguments.length; i++) {
                if (arguments[i] instanceof StandInMemory memory) {
                    values[i + 1] = memory.elements;
                } else if (arguments[i].equals(compiledWith.get(i))) {
                    values[i + 1] = arguments[i];
                } else {
                    throw new IllegalStateException(
                            "launched with " + Arrays.toString(arguments) + ", compiled with " + compiledWith);
                }
            }
            try {
                for (int number = 0; number < grid.groups(); number++) {
                    StandInGroup group = new StandInGroup(number, grid.localSize());
                    group.run(item -> invoke(new StandInContext(grid, group, item), values));
                }
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        private void invoke(StandInContext context, Object... values) {
            Object[] own = values.clone();
            own[0] = context;
            try {
                method.invoke(null, own);
            } catch (InvocationTargetException e) {
                throw new IllegalStateException(e.getCause());
            } catch (IllegalAccessException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
