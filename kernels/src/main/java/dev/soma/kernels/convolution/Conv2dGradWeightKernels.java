package dev.soma.kernels.convolution;

import dev.soma.kernels.KernelContext;

/**
 * The gradient of a convolution's weight for float input.
 *
 * <pre>
 * gradWeight[i, j, c, o] = sum over b, p, q of
 *     x[b, p*stride + i*dilation - padding, q*stride + j*dilation - padding, first(o) + c] * gradY[b, p, q, o]
 * </pre>
 *
 * {@code first(o)} is the first input channel of the group of {@code o}. The sum over the output pixels is long, the results
 * are few: the pixels are split, {@code splitPixels} to a split, each split has its own sums, {@code partial}, and {@link
 * SplitSumKernels#sumSplits} adds them. Within a split the pixels come in order, each term fused to the sum;
 * a term outside the image is added as 0 times the gradient or left out.
 *
 * <p>Shapes: {@code x [batch, height, width, inChannels]}, {@code gradY [batch, outHeight, outWidth, outChannels]}, {@code
 * partial [splits, kernelHeight, kernelWidth, inChannels / groups, outChannels]}, {@code splits = ceil(pixels /
 * splitPixels)}, {@code pixels = batch * outHeight * outWidth}.
 *
 * <p>Cost: {@code 2 * F} flops, {@code F = pixels * outChannels * kernelHeight * kernelWidth * inChannels / groups}.
 */
public final class Conv2dGradWeightKernels {
    private Conv2dGradWeightKernels() {}

    /**
     * As a matrix product like {@link Conv2dForwardKernels#conv2dForward}: rows are {@code (i, j, c)}, columns output
     * channels of a group, terms output pixels.
     *
     * <p>Launch: work-groups of {@link Tile#ITEMS} x {@link Tile#ITEMS}, in dimension x one for each of the splits, times
     * groups, times tiles of rows, times tiles of a group's channels (these fastest). Cost: reads {@code 4 * F / 64} bytes
     * of each {@code x} and {@code gradY} where the tiles are full; writes {@code partial}.
     *
     * @param splitPixels output pixels of a split, a multiple of {@link Tile#DEPTH}
     * @param partial out
     */
    public static void conv2dGradWeight(
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
            int splitPixels,
            float[] x,
            float[] gradY,
            float[] partial) {
        int[] offset = context.allocateIntLocalArray(Tile.SIZE);
        int[] below = context.allocateIntLocalArray(Tile.SIZE);
        int[] beside = context.allocateIntLocalArray(Tile.SIZE);
        float[] inputTile = context.allocateFloatLocalArray(Tile.DEPTH * Tile.ROW_PITCH);
        float[] gradTile = context.allocateFloatLocalArray(Tile.DEPTH * Tile.SIZE);
        int itemX = context.localIdx;
        int itemY = context.localIdy;
        int item = itemY * Tile.ITEMS + itemX;
        int groupIn = inChannels / groups;
        int groupOut = outChannels / groups;
        int rows = kernelHeight * kernelWidth * groupIn;

        int channelTiles = (groupOut + Tile.SIZE - 1) / Tile.SIZE;
        int rowTiles = (rows + Tile.SIZE - 1) / Tile.SIZE;
        int firstChannel = context.groupIdx % channelTiles * Tile.SIZE;
        int rest = context.groupIdx / channelTiles;
        int firstRow = rest % rowTiles * Tile.SIZE;
        rest = rest / rowTiles;
        int group = rest % groups;
        int split = rest / groups;
        int from = split * splitPixels;
        int to = Math.min(from + splitPixels, batch * outHeight * outWidth);

        if (item < Tile.SIZE) {
            // beyond the last row the last is read again: its sums are not stored
            int row = Math.min(firstRow + item, rows - 1);
            int tap = row / groupIn;
            int i = tap / kernelWidth;
            int j = tap - i * kernelWidth;
            below[item] = i * dilation;
            beside[item] = j * dilation;
            offset[item] = (below[item] * width + beside[item]) * inChannels + group * groupIn + row - tap * groupIn;
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
        for (int first = from; first < to; first += Tile.DEPTH) {
            int pixel = first + itemY;
            int line = pixel / outWidth;
            int image = line / outHeight;
            int top = (line - image * outHeight) * stride - padding;
            int left = (pixel - line * outWidth) * stride - padding;
            int origin = ((image * height + top) * width + left) * inChannels;
            for (int m = itemX; m < Tile.SIZE; m += Tile.ITEMS) {
                boolean reads = pixel < to && Tile.inside(top + below[m], left + beside[m], height, width);
                inputTile[itemY * Tile.ROW_PITCH + m] = reads ? x[origin + offset[m]] : 0f;
            }
            for (int d = item / Tile.SIZE; d < Tile.DEPTH; d += Tile.LOADED_TERMS) {
                boolean reads = loadsChannel && first + d < to;
                gradTile[d * Tile.SIZE + loadedColumn] = reads ? gradY[(first + d) * outChannels + loadedChannel] : 0f;
            }
            context.localBarrier();
            for (int d = 0; d < Tile.DEPTH; d++) {
                int a = d * Tile.ROW_PITCH + itemY;
                int b = d * Tile.SIZE + itemX;
                float a0 = inputTile[a];
                float a1 = inputTile[a + Tile.ITEMS];
                float a2 = inputTile[a + 2 * Tile.ITEMS];
                float a3 = inputTile[a + 3 * Tile.ITEMS];
                float b0 = gradTile[b];
                float b1 = gradTile[b + Tile.ITEMS];
                float b2 = gradTile[b + 2 * Tile.ITEMS];
                float b3 = gradTile[b + 3 * Tile.ITEMS];
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
        int sums = split * rows * outChannels + group * groupOut;
        int row = firstRow + itemY;
        Tile.store(partial, target(row, rows, sums, outChannels), column, groupOut, s00, s01, s02, s03);
        row += Tile.ITEMS;
        Tile.store(partial, target(row, rows, sums, outChannels), column, groupOut, s10, s11, s12, s13);
        row += Tile.ITEMS;
        Tile.store(partial, target(row, rows, sums, outChannels), column, groupOut, s20, s21, s22, s23);
        row += Tile.ITEMS;
        Tile.store(partial, target(row, rows, sums, outChannels), column, groupOut, s30, s31, s32, s33);
    }

    private static int target(int row, int rows, int sums, int outChannels) {
        return row < rows ? sums + row * outChannels : -1;
    }

    /**
     * For groups of few output channels, depthwise convolution among them, where tiles would be empty for the most part.
     *
     * <p>Launch: one work-item a value of {@code partial}, neighbours on neighbouring output channels. Cost: reads {@code 8 *
     * F} bytes, most of them from a cache; writes {@code partial}.
     *
     * @param splitPixels output pixels of a split
     * @param partial out
     */
    public static void conv2dGradWeightDirect(
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
            int splitPixels,
            float[] x,
            float[] gradY,
            float[] partial) {
        int groupIn = inChannels / groups;
        int rows = kernelHeight * kernelWidth * groupIn;
        int pixels = batch * outHeight * outWidth;
        int splitRow = context.globalIdx / outChannels;
        int split = splitRow / rows;
        int pixel = split * splitPixels;
        if (pixel < pixels) {
            int o = context.globalIdx - splitRow * outChannels;
            int row = splitRow - split * rows;
            int tap = row / groupIn;
            int i = tap / kernelWidth;
            int j = tap - i * kernelWidth;
            int c = o / (outChannels / groups) * groupIn + row - tap * groupIn;
            int to = Math.min(pixel + splitPixels, pixels);
            int line = pixel / outWidth;
            int image = line / outHeight;
            int p = line - image * outHeight;
            int q = pixel - line * outWidth;
            float sum = 0f;
            while (pixel < to) {
                int r = p * stride + i * dilation - padding;
                int s = q * stride + j * dilation - padding;
                if (Tile.inside(r, s, height, width)) {
                    float value = x[((image * height + r) * width + s) * inChannels + c];
                    sum = Math.fma(value, gradY[pixel * outChannels + o], sum);
                }
                pixel++;
                q++;
                if (q == outWidth) {
                    q = 0;
                    p++;
                }
                if (p == outHeight) {
                    p = 0;
                    image++;
                }
            }
            partial[splitRow * outChannels + o] = sum;
        }
    }
}
