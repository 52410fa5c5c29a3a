package dev.soma.runtime.vector;

import dev.soma.kernels.pooling.PoolingWindow;
import dev.soma.runtime.Pool2dShape;

/** The pixels of an image that one pixel of pooling takes from: a rectangle that is moved from pixel to pixel. */
final class PoolingTaps {
    private final Pool2dShape shape;
    private final int outHeight;
    private final int outWidth;
    private final int pixelStep;

    private int rowStep;
    private int first;
    private int rows;
    private int columns;

    /** Pixels of {@code pixelStep} elements each. */
    PoolingTaps(Pool2dShape shape, int pixelStep) {
        this.shape = shape;
        this.outHeight = shape.outHeight();
        this.outWidth = shape.outWidth();
        this.pixelStep = pixelStep;
    }

    /** Moves to the inputs that an output covers. */
    void moveToInputsOf(int image, int outY, int outX) {
        int beginY = PoolingWindow.begin(outY, shape.stride(), shape.padding());
        int beginX = PoolingWindow.begin(outX, shape.stride(), shape.padding());
        rows = PoolingWindow.end(outY, shape.kernelHeight(), shape.stride(), shape.padding(), shape.height()) - beginY;
        columns = PoolingWindow.end(outX, shape.kernelWidth(), shape.stride(), shape.padding(), shape.width()) - beginX;
        rowStep = shape.width() * pixelStep;
        first = (image * shape.height() + beginY) * rowStep + beginX * pixelStep;
    }

    /** Moves to the outputs that cover an input: none if the windows leave it out. */
    void moveToOutputsOf(int image, int inY, int inX) {
        int beginY = PoolingWindow.firstOutput(inY, shape.kernelHeight(), shape.stride(), shape.padding());
        int beginX = PoolingWindow.firstOutput(inX, shape.kernelWidth(), shape.stride(), shape.padding());
        rows = PoolingWindow.endOutput(inY, shape.stride(), shape.padding(), outHeight) - beginY;
        columns = PoolingWindow.endOutput(inX, shape.stride(), shape.padding(), outWidth) - beginX;
        rowStep = outWidth * pixelStep;
        first = (image * outHeight + beginY) * rowStep + beginX * pixelStep;
    }

    /** The index of the first element of the first pixel. */
    int first() {
        return first;
    }

    int rows() {
        return rows;
    }

    int columns() {
        return columns;
    }

    /** Elements from one row to the next. */
    int rowStep() {
        return rowStep;
    }

    /** Elements from one pixel to the next. */
    int pixelStep() {
        return pixelStep;
    }
}
