package dev.soma.runtime.vector;

import java.util.Arrays;

/** {@link PoolingLoops} in plain Java: the channels innermost, where the compiler can make vectors of them. */
final class ScalarPoolingLoops implements PoolingLoops {

    @Override
    public void average(PoolingTaps taps, int from, int to, float divisor, float[] x, float[] y, int at) {
        Arrays.fill(y, at + from, at + to, 0f);
        for (int row = 0; row < taps.rows(); row++) {
            for (int column = 0; column < taps.columns(); column++) {
                int tap = taps.first() + row * taps.rowStep() + column * taps.pixelStep();
                for (int c = from; c < to; c++) {
                    y[at + c] += x[tap + c];
                }
            }
        }
        for (int c = at + from; c < at + to; c++) {
            y[c] /= divisor;
        }
    }

    @Override
    public void averageSpikes(PoolingTaps taps, int from, int to, float divisor, int[] spikes, float[] y, int at) {
        for (int c = from; c < to; c++) {
            int count = 0;
            for (int row = 0; row < taps.rows(); row++) {
                int index = taps.first() + row * taps.rowStep() + c / Integer.SIZE;
                for (int column = 0; column < taps.columns(); column++) {
                    count += spikes[index + column * taps.pixelStep()] >>> (c % Integer.SIZE) & 1;
                }
            }
            y[at + c] = count / divisor;
        }
    }

    @Override
    public void max(PoolingTaps taps, int from, int to, float[] x, float[] y, int at) {
        Arrays.fill(y, at + from, at + to, Float.NEGATIVE_INFINITY);
        for (int row = 0; row < taps.rows(); row++) {
            for (int column = 0; column < taps.columns(); column++) {
                int tap = taps.first() + row * taps.rowStep() + column * taps.pixelStep();
                for (int c = from; c < to; c++) {
                    y[at + c] = Math.max(y[at + c], x[tap + c]);
                }
            }
        }
    }

    @Override
    public void maxBackward(PoolingTaps taps, int from, int to, float[] x, float[] gradY, int at, float[] gradX) {
        for (int c = from; c < to; c++) {
            int winner = taps.first() + c;
            for (int row = 0; row < taps.rows(); row++) {
                int index = taps.first() + row * taps.rowStep() + c;
                for (int column = 0; column < taps.columns(); column++) {
                    int tap = index + column * taps.pixelStep();
                    if (!(x[tap] <= x[winner]) && !Float.isNaN(x[winner])) {
                        winner = tap;
                    }
                }
            }
            gradX[winner] += gradY[at + c];
        }
    }

    @Override
    public void maxBackwardSpikes(
            PoolingTaps taps,
            PoolingTaps gradTaps,
            int from,
            int to,
            int[] spikes,
            float[] gradY,
            int at,
            float[] gradX) {
        for (int c = from; c < to; c++) {
            gradX[firstSpike(taps, gradTaps, spikes, c) + c] += gradY[at + c];
        }
    }

    /** Where in {@code gradX} the pixel lies whose spike is the first. */
    private static int firstSpike(PoolingTaps taps, PoolingTaps gradTaps, int[] spikes, int c) {
        for (int row = 0; row < taps.rows(); row++) {
            int index = taps.first() + row * taps.rowStep() + c / Integer.SIZE;
            for (int column = 0; column < taps.columns(); column++) {
                if ((spikes[index + column * taps.pixelStep()] >>> (c % Integer.SIZE) & 1) != 0) {
                    return gradTaps.first() + row * gradTaps.rowStep() + column * gradTaps.pixelStep();
                }
            }
        }
        return gradTaps.first();
    }
}
