package dev.soma.runtime.compiler;

import java.util.Optional;
import java.util.stream.Stream;

/** Where a work-item is: the fields of {@link dev.soma.kernels.KernelContext}, which describe themselves. */
public enum Coordinate {
    GLOBAL_ID_X("globalIdx", 0),
    GLOBAL_ID_Y("globalIdy", 1),
    GLOBAL_ID_Z("globalIdz", 2),
    LOCAL_ID_X("localIdx", 0),
    LOCAL_ID_Y("localIdy", 1),
    LOCAL_ID_Z("localIdz", 2),
    GROUP_ID_X("groupIdx", 0),
    GROUP_ID_Y("groupIdy", 1),
    GROUP_ID_Z("groupIdz", 2),
    GLOBAL_SIZE_X("globalGroupSizeX", 0),
    GLOBAL_SIZE_Y("globalGroupSizeY", 1),
    GLOBAL_SIZE_Z("globalGroupSizeZ", 2),
    LOCAL_SIZE_X("localGroupSizeX", 0),
    LOCAL_SIZE_Y("localGroupSizeY", 1),
    LOCAL_SIZE_Z("localGroupSizeZ", 2);

    private final String field;
    private final int dimension;

    Coordinate(String field, int dimension) {
        this.field = field;
        this.dimension = dimension;
    }

    /** The field of the context. */
    public String field() {
        return field;
    }

    /** 0, 1 or 2. */
    public int dimension() {
        return dimension;
    }

    static Optional<Coordinate> ofField(String field) {
        return Stream.of(values()).filter(value -> value.field.equals(field)).findFirst();
    }
}
