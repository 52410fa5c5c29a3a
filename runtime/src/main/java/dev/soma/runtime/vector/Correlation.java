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
