package dev.soma.runtime.catalog;

import static dev.soma.runtime.catalog.ArrayKind.FLOATS;
import static dev.soma.runtime.catalog.ArrayKind.INTS;
import static dev.soma.runtime.catalog.ArrayKind.SPIKES;

import dev.soma.runtime.Spikes;
import java.util.List;

/** Packing, unpacking, flattening and counting of spikes. */
final class SpikeOperations {
    private SpikeOperations() {}

    static List<Operation> all() {
        return List.of(pack(), unpack(), flatten(), count());
    }

    private static Operation pack() {
        return Operation.named("spike-pack", "packs values to bits: a spike where the value is not 0")
                .input("x", FLOATS, "*R C", "values")
                .output("words", INTS, "*R W", "32 channels a word, W = ceil(C / 32)")
                .derive(sizes -> sizes.define("W", Spikes.words(sizes.size("C"))))
                .body(call -> call.ops()
                        .spikes()
                        .pack(call.size("R"), call.size("C"), call.buffer("x"), call.buffer("words")));
    }

    private static Operation unpack() {
        return Operation.named("spike-unpack", "unpacks bits to the floats 0 and 1")
                .input("spikes", SPIKES, "*R C", "spikes")
                .output("x", FLOATS, "*R C", "0 or 1")
                .body(call -> call.ops()
                        .spikes()
                        .unpack(call.size("R"), call.size("C"), call.buffer("spikes"), call.buffer("x")));
    }

    private static Operation flatten() {
        return Operation.named("spike-flatten", "joins the pixels of each sample to one vector")
                .input("spikes", SPIKES, "T N H W C", "spikes")
                .output("flat", SPIKES, "T N F", "the same spikes, F = H W C")
                .derive(sizes -> sizes.define("F", sizes.size("H") * sizes.size("W") * sizes.size("C")))
                .body(call -> call.ops()
                        .spikes()
                        .flatten(
                                call.size("T") * call.size("N"),
                                call.size("H") * call.size("W"),
                                call.size("C"),
                                call.buffer("spikes"),
                                call.buffer("flat")));
    }

    private static Operation count() {
        return Operation.named("spike-count", "counts the spikes of each time step")
                .input("spikes", SPIKES, "T *R C", "spikes")
                .output("counts", INTS, "T", "number of spikes")
                .body(call -> call.ops()
                        .spikes()
                        .count(
                                call.size("T"),
                                call.size("R") * Spikes.words(call.size("C")),
                                call.buffer("spikes"),
                                call.buffer("counts")));
    }
}
