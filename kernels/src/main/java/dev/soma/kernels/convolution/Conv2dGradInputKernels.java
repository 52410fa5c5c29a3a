package dev.soma.kernels.convolution;

import dev.soma.kernels.KernelContext;

/**
 * The gradient of a convolution's input.
 *
 * <pre>
 * gradX[b, r, s, c] = sum over i, j, o of gradY[b, p, q, o] * weight[i, j, c - first, o]
 *     where p*stride + i*dilation - padding = r and q*stride + j*dilation - padding = s
 * </pre>
 *
 * {@code o} are the output channels of the group of {@code c}, {@code first} its first input channel. The sum runs over
 * {@code i}, then {@code j}, then {@code o}, each term fused to it; a term outside the output is added as 0 times the weight or
 * left out.
 *
 * <p>Shapes: {@code gradY [batch, outHeight, outWidth, outChannels]}, {@code weight [kernelHeight, kernelWidth, inChannels /
 * groups, outChannels]}, {@code gradX [batch, height, width, inChannels]}.
 *
 * <p>Cost: {@code 2 * F} flops, {@code F = batch * outHeight * outWidth * outChannels * kernelHeight * kernelWidth *
 * inChannels / groups}.
 */
public final class Conv2dGradInputKernels {
    private Conv2dGradInputKernels() {}

    /**
     * As a matrix product like {@link Conv2dForwardKernels#conv2dForward}: rows are input pixels, columns input channels of
     * a group, terms {@code (i, j, o)}. The pixels of a tile have the same row and the same column modulo the stride (one of
     * {@code min(stride, height) * min(stride, width)} classes), so that the same taps reach them all and no tap is
     * multiplied in vain.
     *
     * <p>Launch: work-groups of {@link Tile#ITEMS} x {@link Tile#ITEMS}, in dimension x one for each of the classes, times
     * tiles of the largest class's pixels, times groups, times tiles of a group's channels (these fastest). Cost: reads
     * {@code 4 * F / 64} bytes of each {@code gradY} and {@code weight} where the tiles are full.
     *
     * @param tapStep the least number of taps that spans a multiple of the stride: {@code stride / gcd(stride, dilation)}
     * @param gradX out
     */
    public static void conv2dGradInput(
            KernelContext context,
            int batch,
            int height,
            int width,
            int inChannels,
            int outHeight,
            int outWidth,
            int outChannels,
            int kernelHeight,
            int kernelWidth,
            int stride,
            int padding,
            int dilation,
            int groups,
            int tapStep,
            float[] gradY,
            float[] weight,
            float[] gradX) {
        int[] origin = context.allocateIntLocalArray(Tile.SIZE);
        int[] top = context.allocateIntLocalArray(Tile.SIZE);
        int[] left = context.allocateIntLocalArray(Tile.SIZE);
        int[] target = context.allocateIntLocalArray(Tile.SIZE);
        float[] gradTile = context.allocateFloatLocalArray(Tile.DEPTH * Tile.TERM_PITCH);
        float[] weightTile = context.allocateFloatLocalArray(Tile.DEPTH * Tile.TERM_PITCH);
        int itemX = context.localIdx;
        int itemY = context.localIdy;
        int item = itemY * Tile.ITEMS + itemX;
        int groupIn = inChannels / groups;
        int groupOut = outChannels / groups;

        int channelTiles = (groupIn + Tile.SIZE - 1) / Tile.SIZE;
        int pixelTiles = (batch * ((height + stride - 1) / stride) * ((width + stride - 1) / stride) + Tile.SIZE - 1)
                / Tile.SIZE;
        int firstChannel = context.groupIdx % channelTiles * Tile.SIZE;
        int rest = context.groupIdx / channelTiles;
        int group = rest % groups;
        rest = rest / groups;
        int firstPixel = rest % pixelTiles * Tile.SIZE;
        int residue = rest / pixelTiles;
        int residueColumns = Math.min(stride, width);
        int firstRow = residue / residueColumns;
        int firstColumn = residue % residueColumns;
        int rows = (height - firstRow + stride - 1) / stride;
        int columns = (width - firstColumn + stride - 1) / stride;
        int pixels = batch * rows * columns;

        if (item < Tile.SIZE) {
            // beyond the last pixel the last is read again: its sums are not stored
            int pixel = Math.min(firstPixel + item, pixels - 1);
            int line = pixel / columns;
            int image = line / rows;
            top[item] = line - image * rows;
            left[item] = pixel - line * columns;
            origin[item] = ((image * outHeight + top[item]) * outWidth + left[item]) * outChannels + group * groupOut;
            int row = firstRow + top[item] * stride;
            int column = firstColumn + left[item] * stride;
            int index = ((image * height + row) * width + column) * inChannels + group * groupIn;
            target[item] = firstPixel + item < pixels ? index : -1;
        }
        context.localBarrier();

        float s00 = 0f;
        float s01 = 0f;
        float s02 = 0f;
        float s03 = 0f;
        float s10 = 0f;
        float s11 = 0f;
        float s12 = 0f;
        float s13 = 0f;
        float s20 = 0f;
        float s21 = 0f;
        float s22 = 0f;
        float s23 = 0f;
        float s30 = 0f;
        float s31 = 0f;
        float s32 = 0f;
        float s33 = 0f;
        int firstI = firstTap(firstRow + padding, kernelHeight, stride, dilation);
        int firstJ = firstTap(firstColumn + padding, kernelWidth, stride, dilation);
        for (int i = firstI; i < kernelHeight; i += tapStep) {
            int shiftRow = (firstRow + padding - i * dilation) / stride;
            for (int j = firstJ; j < kernelWidth; j += tapStep) {
                int shiftColumn = (firstColumn + padding - j * dilation) / stride;
                int shift = (shiftRow * outWidth + shiftColumn) * outChannels;
                int weights = (i * kernelWidth + j) * groupIn * outChannels + group * groupOut;
                for (int first = 0; first < groupOut; first += Tile.DEPTH) {
                    int o = first + itemX;
                    for (int m = itemY; m < Tile.SIZE; m += Tile.ITEMS) {
                        boolean reads = o < groupOut
                                && Tile.inside(top[m] + shiftRow, left[m] + shiftColumn, outHeight, outWidth);
                        gradTile[itemX * Tile.TERM_PITCH + m] = reads ? gradY[origin[m] + shift + o] : 0f;
                        int c = firstChannel + m;
                        weightTile[itemX * Tile.TERM_PITCH + m] =
                                o < groupOut && c < groupIn ? weight[weights + c * outChannels + o] : 0f;
                    }
                    context.localBarrier();
                    for (int d = 0; d < Tile.DEPTH; d++) {
                        int a = d * Tile.TERM_PITCH + itemY;
                        int b = d * Tile.TERM_PITCH + itemX;
                        float a0 = gradTile[a];
                        float a1 = gradTile[a + Tile.ITEMS];
                        float a2 = gradTile[a + 2 * Tile.ITEMS];
                        float a3 = gradTile[a + 3 * Tile.ITEMS];
                        float b0 = weightTile[b];
                        float b1 = weightTile[b + Tile.ITEMS];
                        float b2 = weightTile[b + 2 * Tile.ITEMS];
                        float b3 = weightTile[b + 3 * Tile.ITEMS];
                        s00 = Math.fma(a0, b0, s00);
                        s01 = Math.fma(a0, b1, s01);
                        s02 = Math.fma(a0, b2, s02);
                        s03 = Math.fma(a0, b3, s03);
                        s10 = Math.fma(a1, b0, s10);
                        s11 = Math.fma(a1, b1, s11);
                        s12 = Math.fma(a1, b2, s12);
                        s13 = Math.fma(a1, b3, s13);
                        s20 = Math.fma(a2, b0, s20);
                        s21 = Math.fma(a2, b1, s21);
                        s22 = Math.fma(a2, b2, s22);
                        s23 = Math.fma(a2, b3, s23);
                        s30 = Math.fma(a3, b0, s30);
                        s31 = Math.fma(a3, b1, s31);
                        s32 = Math.fma(a3, b2, s32);
                        s33 = Math.fma(a3, b3, s33);
                    }
                    context.localBarrier();
                }
            }
        }
        int column = firstChannel + itemX;
        Tile.store(gradX, target[itemY], column, groupIn, s00, s01, s02, s03);
        Tile.store(gradX, target[itemY + Tile.ITEMS], column, groupIn, s10, s11, s12, s13);
        Tile.store(gradX, target[itemY + 2 * Tile.ITEMS], column, groupIn, s20, s21, s22, s23);
        Tile.store(gradX, target[itemY + 3 * Tile.ITEMS], column, groupIn, s30, s31, s32, s33);
    }

    /** The first tap of a row or column, at {@code position} in the padded image, that meets it; {@code taps} if none does. */
    private static int firstTap(int position, int taps, int stride, int dilation) {
        int tap = 0;
        while (tap < taps && (position - tap * dilation) % stride != 0) {
            tap++;
        }
        return tap;
    }

    /**
     * For groups of few input channels, depthwise convolution among them, where tiles would be empty for the most part.
     *
     * <p>Launch: one work-item a value of {@code gradX}, neighbours on neighbouring channels. Cost: reads {@code 8 * F}
     * bytes, most of them from a cache.
     *
     * @param gradX out
     */
    public static void conv2dGradInputDirect(
            KernelContext context,
            int batch,
            int height,
            int width,
            int inChannels,
            int outHeight,
            int outWidth,
            int outChannels,
            int kernelHeight,
            int kernelWidth,
            int stride,
            int padding,
            int dilation,
            int groups,
            float[] gradY,
            float[] weight,
            float[] gradX) {
        int pixel = context.globalIdx / inChannels;
        if (pixel < batch * height * width) {
            int c = context.globalIdx - pixel * inChannels;
            int groupIn = inChannels / groups;
            int groupOut = outChannels / groups;
            int group = c / groupIn;
            int line = pixel / width;
            int image = line / height;
            int bottom = line - image * height + padding;
            int right = pixel - line * width + padding;
            float sum = 0f;
            for (int i = 0; i < kernelHeight; i++) {
                int p = (bottom - i * dilation) / stride;
                boolean meetsRow = p * stride == bottom - i * dilation;
                for (int j = 0; j < kernelWidth; j++) {
                    int q = (right - j * dilation) / stride;
                    boolean meetsColumn = q * stride == right - j * dilation;
                    if (meetsRow && meetsColumn && Tile.inside(p, q, outHeight, outWidth)) {
                        int source = ((image * outHeight + p) * outWidth + q) * outChannels + group * groupOut;
                        int weights = ((i * kernelWidth + j) * groupIn + c - group * groupIn) * outChannels
                                + group * groupOut;
                        for (int o = 0; o < groupOut; o++) {
                            sum = Math.fma(gradY[source + o], weight[weights + o], sum);
                        }
                    }
                }
            }
            gradX[pixel * inChannels + c] = sum;
        }
    }
}
