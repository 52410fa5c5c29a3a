package dev.soma.runtime.vector;

import dev.soma.runtime.Conv2dShape;
import dev.soma.runtime.host.Workers;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Weights in panels: the terms of {@code width} neighbouring target channels one after the other, {@code [groups, panels,
 * depth, width]}, so that the loops read them in order. The last panel of a group is filled up with zeros.
 */
final class PanelPacking {
    /** Parts of the weights that are worth a thread's start. */
    private static final int PACK_GRAIN = 4;

    private final Conv2dShape shape;
    private final Correlation correlation;
    private final boolean backward;
    private final int width;

    /** Panels of {@code width} channels, of the weights or, backward, of the transposed weights. */
    PanelPacking(Conv2dShape shape, Correlation correlation, boolean backward, int width) {
        this.shape = shape;
        this.correlation = correlation;
        this.backward = backward;
        this.width = width;
    }

    /** Panels of a group. */
    int panels() {
        return Math.ceilDiv(correlation.groupTarget(), width);
    }

    /** The floats of all panels. */
    private int size() {
        return correlation.groups() * panels() * correlation.depth() * width;
    }

    /** Packs all weights, by all threads. */
    void pack(Workers workers, float[] weight, LineScratch packed) {
        packed.reserve(size());
        workers.ranges(parts(), PACK_GRAIN, (from, to) -> {
            for (int part = from; part < to; part++) {
                pack(part, weight, packed.array, packed.start);
            }
        });
    }

    /** The taps of each panel, which may be packed one by one. */
    private int parts() {
        return correlation.groups() * panels() * correlation.taps();
    }

    /** Packs one part; the panels begin at index {@code start}. */
    private void pack(int part, float[] weight, float[] packed, int start) {
        int tap = part % correlation.taps();
        int panel = part / correlation.taps() % panels();
        int group = part / correlation.taps() / panels();
        int columnTaps = correlation.columns().taps.length;
        int row = correlation.rows().taps[tap / columnTaps];
        int column = correlation.columns().taps[tap % columnTaps];
        int first = panel * width;
        int count = Math.min(width, correlation.groupTarget() - first);
        int source = (row * shape.kernelWidth() + column) * shape.groupInChannels() * shape.outChannels()
                + group * shape.groupOutChannels();
        int at = start + part * correlation.groupSource() * width;
        if (backward) {
            packTransposed(weight, source + first * shape.outChannels(), count, packed, at);
        } else {
            packRows(weight, source + first, count, packed, at);
        }
    }

    /** The floats of a packed row. */
    int rowSize() {
        return correlation.groups() * panels() * width;
    }

    /** Packs a row of all target channels {@code [groups, panels, width]}; zeros if there is none. */
    void packRow(float @Nullable [] row, float[] packed) {
        Arrays.fill(packed, 0, rowSize(), 0f);
        if (row == null) {
            return;
        }
        for (int group = 0; group < correlation.groups(); group++) {
            System.arraycopy(
                    row,
                    group * correlation.groupTarget(),
                    packed,
                    group * panels() * width,
                    correlation.groupTarget());
        }
    }

    private void packRows(float[] weight, int source, int count, float[] packed, int at) {
        for (int term = 0; term < correlation.groupSource(); term++) {
            int to = at + term * width;
            System.arraycopy(weight, source + term * shape.outChannels(), packed, to, count);
            Arrays.fill(packed, to + count, to + width, 0f);
        }
    }

    private void packTransposed(float[] weight, int source, int count, float[] packed, int at) {
        int depth = correlation.groupSource();
        for (int n = 0; n < width; n++) {
            for (int term = 0; term < depth; term++) {
                packed[at + term * width + n] = n < count ? weight[source + n * shape.outChannels() + term] : 0f;
            }
        }
    }
}
