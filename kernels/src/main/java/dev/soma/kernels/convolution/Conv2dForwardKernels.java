package dev.soma.kernels.convolution;

import dev.soma.kernels.KernelContext;

/**
 * The forward pass of a convolution on floats.
 *
 * <pre>
 * y[b, p, q, o] = bias[o] + sum over i, j, c of
 *     x[b, p*stride + i*dilation - padding, q*stride + j*dilation - padding, first(o) + c] * weight[i, j, c, o]
 * </pre>
 *
 * {@code first(o)} is the first input channel of the group of {@code o}; {@code x} outside the image is 0. The sum starts
 * at 0, runs over {@code i}, then {@code j}, then {@code c}, each term fused to it, and the bias comes last: on spikes and
 * finite weights the bits are those of {@link Conv2dSpikeKernels#conv2dForwardSpikes}. A term outside the image is added as 0 times the weight or
 * left out, which differ only where the weight is not finite.
 *
 * <p>Shapes: {@code x [batch, height, width, inChannels]}, {@code weight [kernelHeight, kernelWidth, inChannels / groups,
 * outChannels]}, {@code bias [outChannels]}, {@code y [batch, outHeight, outWidth, outChannels]}.
 *
 * <p>Cost: {@code 2 * F} flops, {@code F = batch * outHeight * outWidth * outChannels * kernelHeight * kernelWidth *
 * inChannels / groups}.
 */
public final class Conv2dForwardKernels {
    private Conv2dForwardKernels() {}

    /**
     * As a matrix product whose left matrix, the windows of {@code x}, is never stored (implicit GEMM: Chetlur et al.,
     * cuDNN, 2014, arXiv:1410.0759): rows are output pixels, columns output channels of a group, terms {@code (i, j, c)}.
     *
     * <p>Launch: work-groups of {@link Tile#ITEMS} x {@link Tile#ITEMS}, in dimension x one for each of the tiles of
     * pixels, times groups, times tiles of a group's channels (these fastest). Cost: reads {@code 4 * F / 64} bytes of
     * each {@code x} and {@code weight} where the tiles are full, in rows of 64 bytes of {@code x} and 128 of {@code weight}. Where a
     * pixel has few channels a row spans several pixels and starts anywhere: of 3 channels about half of each 32 bytes that
     * are asked for is used, the rest comes from a cache.
     *
     * @param hasBias 0: {@code bias} is any array and is not read
     */
    public static void conv2dForward(
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
            int hasBias,
            float[] x,
            float[] weight,
            float[] bias,
            float[] y) {
        int[] origin = context.allocateIntLocalArray(Tile.SIZE);
        int[] top = context.allocateIntLocalArray(Tile.SIZE);
        int[] left = context.allocateIntLocalArray(Tile.SIZE);
        float[] inputTile = context.allocateFloatLocalArray(Tile.DEPTH * Tile.TERM_PITCH);
        float[] weightTile = context.allocateFloatLocalArray(Tile.DEPTH * Tile.SIZE);
        int itemX = context.localIdx;
        int itemY = context.localIdy;
        int item = itemY * Tile.ITEMS + itemX;
        int groupIn = inChannels / groups;
        int groupOut = outChannels / groups;
        int pixels = batch * outHeight * outWidth;
        int depth = kernelHeight * kernelWidth * groupIn;

        int channelTiles = (groupOut + Tile.SIZE - 1) / Tile.SIZE;
        int pixelTile = context.groupIdx / (channelTiles * groups);
        int group = context.groupIdx / channelTiles - pixelTile * groups;
        int firstChannel = context.groupIdx % channelTiles * Tile.SIZE;
        int firstPixel = pixelTile * Tile.SIZE;

        if (item < Tile.SIZE) {
            // beyond the last pixel the last is read again: its sums are not stored
            int pixel = Math.min(firstPixel + item, pixels - 1);
            int line = pixel / outWidth;
            int image = line / outHeight;
            top[item] = (line - image * outHeight) * stride - padding;
            left[item] = (pixel - line * outWidth) * stride - padding;
            origin[item] = ((image * height + top[item]) * width + left[item]) * inChannels + group * groupIn;
        }
        context.localBarrier();

        int loadedColumn = item % Tile.SIZE;
        int loadedChannel = group * groupOut + firstChannel + loadedColumn;
        boolean loadsChannel = firstChannel + loadedColumn < groupOut;
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
        for (int first = 0; first < depth; first += Tile.DEPTH) {
            int k = first + itemX;
            int tap = k / groupIn;
            int tapRow = tap / kernelWidth;
            int tapColumn = tap - tapRow * kernelWidth;
            int offset = (tapRow * width + tapColumn) * dilation * inChannels + k - tap * groupIn;
            for (int m = itemY; m < Tile.SIZE; m += Tile.ITEMS) {
                boolean reads = k < depth
                        && Tile.inside(top[m] + tapRow * dilation, left[m] + tapColumn * dilation, height, width);
                inputTile[itemX * Tile.TERM_PITCH + m] = reads ? x[origin[m] + offset] : 0f;
            }
            for (int d = item / Tile.SIZE; d < Tile.DEPTH; d += Tile.LOADED_TERMS) {
                boolean reads = loadsChannel && first + d < depth;
                weightTile[d * Tile.SIZE + loadedColumn] =
                        reads ? weight[(first + d) * outChannels + loadedChannel] : 0f;
            }
            context.localBarrier();
            for (int d = 0; d < Tile.DEPTH; d++) {
                int a = d * Tile.TERM_PITCH + itemY;
                int b = d * Tile.SIZE + itemX;
                float a0 = inputTile[a];
                float a1 = inputTile[a + Tile.ITEMS];
                float a2 = inputTile[a + 2 * Tile.ITEMS];
                float a3 = inputTile[a + 3 * Tile.ITEMS];
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
        int column = firstChannel + itemX;
        int o = group * groupOut + column;
        float c0 = biasOf(o, outChannels, hasBias, bias);
        float c1 = biasOf(o + Tile.ITEMS, outChannels, hasBias, bias);
        float c2 = biasOf(o + 2 * Tile.ITEMS, outChannels, hasBias, bias);
        float c3 = biasOf(o + 3 * Tile.ITEMS, outChannels, hasBias, bias);
        int pixel = firstPixel + itemY;
        int row = rowOf(pixel, pixels, outChannels, group * groupOut);
        Tile.store(y, row, column, groupOut, s00 + c0, s01 + c1, s02 + c2, s03 + c3);
        row = rowOf(pixel + Tile.ITEMS, pixels, outChannels, group * groupOut);
        Tile.store(y, row, column, groupOut, s10 + c0, s11 + c1, s12 + c2, s13 + c3);
        row = rowOf(pixel + 2 * Tile.ITEMS, pixels, outChannels, group * groupOut);
        Tile.store(y, row, column, groupOut, s20 + c0, s21 + c1, s22 + c2, s23 + c3);
        row = rowOf(pixel + 3 * Tile.ITEMS, pixels, outChannels, group * groupOut);
        Tile.store(y, row, column, groupOut, s30 + c0, s31 + c1, s32 + c2, s33 + c3);
    }

    private static int rowOf(int pixel, int pixels, int outChannels, int firstChannel) {
        return pixel < pixels ? pixel * outChannels + firstChannel : -1;
    }

    static float biasOf(int o, int outChannels, int hasBias, float[] bias) {
        return hasBias != 0 && o < outChannels ? bias[o] : 0f;
    }

    /**
     * For groups of few output channels, depthwise convolution among them, where tiles would be empty for the most part.
     *
     * <p>Launch: one work-item a value of {@code y}, neighbours on neighbouring channels. Cost: reads {@code 8 * F} bytes,
     * most of them from a cache.
     *
     * @param hasBias 0: {@code bias} is any array and is not read
     */
    public static void conv2dForwardDirect(
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
            int hasBias,
            float[] x,
            float[] weight,
            float[] bias,
            float[] y) {
        int pixel = context.globalIdx / outChannels;
        if (pixel < batch * outHeight * outWidth) {
            int o = context.globalIdx - pixel * outChannels;
            int groupIn = inChannels / groups;
            int firstIn = o / (outChannels / groups) * groupIn;
            int line = pixel / outWidth;
            int image = line / outHeight;
            int top = (line - image * outHeight) * stride - padding;
            int left = (pixel - line * outWidth) * stride - padding;
            float sum = 0f;
            for (int i = 0; i < kernelHeight; i++) {
                int row = top + i * dilation;
                for (int j = 0; j < kernelWidth; j++) {
                    int column = left + j * dilation;
                    if (Tile.inside(row, column, height, width)) {
                        int source = ((image * height + row) * width + column) * inChannels + firstIn;
                        int weights = (i * kernelWidth + j) * groupIn * outChannels + o;
                        for (int c = 0; c < groupIn; c++) {
                            sum = Math.fma(x[source + c], weight[weights + c * outChannels], sum);
                        }
                    }
                }
            }
            y[pixel * outChannels + o] = sum + biasOf(o, outChannels, hasBias, bias);
        }
    }
}
