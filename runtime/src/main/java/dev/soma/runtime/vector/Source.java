package dev.soma.runtime.vector;

import org.jspecify.annotations.Nullable;

/** Where a convolution reads its pixels. */
interface Source {

    /** The array of the pixels, all channels of a pixel next to each other, if there is such an array. */
    float @Nullable [] array();

    /**
     * Copies channels of neighbouring pixels.
     *
     * @param pixel the first pixel
     * @param count the number of pixels
     * @param channel the first channel
     * @param channels the number of channels
     * @param target where to
     * @param at index of the first value
     * @param pitch distance of two pixels in {@code target}
     */
    void copy(int pixel, int count, int channel, int channels, float[] target, int at, int pitch);
}
