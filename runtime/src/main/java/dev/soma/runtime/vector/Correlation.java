package dev.soma.runtime.vector;

import dev.soma.runtime.Conv2dShape;
import java.util.ArrayList;
import java.util.List;

/**
 * What a convolution's output and its input's gradient have in common: each target pixel is a sum over taps and source
 * channels of source times weight.
 *
 * @param sourceChannels channels of the source, of all groups
 * @param targetChannels channels of the target, of all groups
 */
record Correlation(
        int images,
        int sourceHeight,
        int sourceWidth,
        int sourceChannels,
        int targetHeight,
        int targetWidth,
        int targetChannels,
        int groups,
        Axis rows,
        Axis columns) {
    /** The share of the columns' taps that must lie beside the source for parts to be worth their own passes. */
    private static final double NARROW = 0.1;

    /** The output from the input. */
    static Correlation forward(Conv2dShape shape) {
        return new Correlation(
                shape.batch(),
                shape.height(),
                shape.width(),
                shape.inChannels(),
                shape.outHeight(),
                shape.outWidth(),
                shape.outChannels(),
                shape.groups(),
                Axis.forward(
                        shape.outHeight(), shape.kernelHeight(), shape.stride(), shape.padding(), shape.dilation()),
                Axis.forward(shape.outWidth(), shape.kernelWidth(), shape.stride(), shape.padding(), shape.dilation()));
    }

    /** The input's gradient from the output's: one correlation for each phase of the stride, in rows and in columns. */
    static List<Correlation> backward(Conv2dShape shape) {
        List<Correlation> phases = new ArrayList<>();
        for (int row = 0; row < Math.min(shape.stride(), shape.height()); row++) {
            for (int column = 0; column < Math.min(shape.stride(), shape.width()); column++) {
                phases.add(backward(shape, row, column));
            }
        }
        return phases;
    }

    private static Correlation backward(Conv2dShape shape, int row, int column) {
        return new Correlation(
                shape.batch(),
                shape.outHeight(),
                shape.outWidth(),
                shape.outChannels(),
                shape.height(),
                shape.width(),
                shape.inChannels(),
                shape.groups(),
                Axis.backward(
                        shape.height(), shape.kernelHeight(), shape.stride(), shape.padding(), shape.dilation(), row),
                Axis.backward(
                        shape.width(), shape.kernelWidth(), shape.stride(), shape.padding(), shape.dilation(), column));
    }

    /**
     * This correlation in parts, one for each set of column taps that meets the source, where the source is so narrow that many
     * would meet the zeros beside it; else as it is.
     */
    List<Correlation> columnParts() {
        List<Axis> parts = columns.parts(sourceWidth);
        int pairs = 0;
        for (Axis part : parts) {
            pairs += part.pairs();
        }
        if (columns.pairs() - pairs < NARROW * columns.pairs()) {
            return List.of(this);
        }
        List<Correlation> correlations = new ArrayList<>();
        for (Axis part : parts) {
            correlations.add(new Correlation(
                    images,
                    sourceHeight,
                    sourceWidth,
                    sourceChannels,
                    targetHeight,
                    targetWidth,
                    targetChannels,
                    groups,
                    rows,
                    part));
        }
        return correlations;
    }

    /** Source channels of a group. */
    int groupSource() {
        return sourceChannels / groups;
    }

    /** Target channels of a group. */
    int groupTarget() {
        return targetChannels / groups;
    }

    /** Taps of the kernel. */
    int taps() {
        return rows.taps.length * columns.taps.length;
    }

    /** Terms of a sum. */
    int depth() {
        return taps() * groupSource();
    }

    /** Target pixels, of all images. */
    int pixels() {
        return images * rows.count * columns.count;
    }
}
