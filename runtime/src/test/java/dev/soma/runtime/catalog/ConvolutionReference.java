package dev.soma.runtime.catalog;

import dev.soma.runtime.Conv2dShape;

/**
 * Convolution in double precision, as the equations of {@link dev.soma.runtime.ConvolutionOps} say.
 *
 * @param batch images
 * @param height input height
 * @param width input width
 * @param inChannels input channels
 * @param outChannels output channels
 * @param kernelHeight height of the kernel
 * @param kernelWidth width of the kernel
 * @param stride step of the kernel
 * @param padding zeros on each side
 * @param dilation distance of the taps
 * @param groups number of groups
 */
public record ConvolutionReference(
        int batch,
        int height,
        int width,
        int inChannels,
        int outChannels,
        int kernelHeight,
        int kernelWidth,
        int stride,
        int padding,
        int dilation,
        int groups) {

    /** Of a shape. */
    public static ConvolutionReference of(Conv2dShape shape) {
        return new ConvolutionReference(
                shape.batch(),
                shape.height(),
                shape.width(),
                shape.inChannels(),
                shape.outChannels(),
                shape.kernelHeight(),
                shape.kernelWidth(),
                shape.stride(),
                shape.padding(),
                shape.dilation(),
                shape.groups());
    }

    /** A linear map. */
    static ConvolutionReference linear(int rows, int inFeatures, int outFeatures) {
        return new ConvolutionReference(rows, 1, 1, inFeatures, outFeatures, 1, 1, 1, 0, 1, 1);
    }

    int outHeight() {
        return (height + 2 * padding - (dilation * (kernelHeight - 1) + 1)) / stride + 1;
    }

    int outWidth() {
        return (width + 2 * padding - (dilation * (kernelWidth - 1) + 1)) / stride + 1;
    }

    int groupIn() {
        return inChannels / groups;
    }

    int inputSize() {
        return batch * height * width * inChannels;
    }

    int weightSize() {
        return kernelHeight * kernelWidth * groupIn() * outChannels;
    }

    int outputSize() {
        return batch * outHeight() * outWidth() * outChannels;
    }

    /** The output. */
    public double[] forward(double[] x, double[] weight, double[] bias) {
        double[] y = new double[outputSize()];
        for (int i = 0; i < y.length; i++) {
            y[i] = bias[i % outChannels];
        }
        forEachTerm((in, tap, out) -> y[out] += x[in] * weight[tap]);
        return y;
    }

    /** The gradient of the input. */
    double[] gradInput(double[] gradY, double[] weight) {
        double[] gradX = new double[inputSize()];
        forEachTerm((in, tap, out) -> gradX[in] += gradY[out] * weight[tap]);
        return gradX;
    }

    /** The gradient of the weight. */
    public double[] gradWeight(double[] x, double[] gradY) {
        double[] gradWeight = new double[weightSize()];
        forEachTerm((in, tap, out) -> gradWeight[tap] += x[in] * gradY[out]);
        return gradWeight;
    }

    /** The gradient of the bias. */
    double[] gradBias(double[] gradY) {
        double[] gradBias = new double[outChannels];
        for (int i = 0; i < gradY.length; i++) {
            gradBias[i % outChannels] += gradY[i];
        }
        return gradBias;
    }

    /** A product of the sums: indices of x, weight and y. */
    private interface Term {
        void accept(int in, int tap, int out);
    }

    private void forEachTerm(Term term) {
        int groupOut = outChannels / groups;
        for (int b = 0; b < batch; b++) {
            for (int p = 0; p < outHeight(); p++) {
                for (int q = 0; q < outWidth(); q++) {
                    for (int i = 0; i < kernelHeight; i++) {
                        for (int j = 0; j < kernelWidth; j++) {
                            int row = p * stride + i * dilation - padding;
                            int column = q * stride + j * dilation - padding;
                            if (row < 0 || row >= height || column < 0 || column >= width) {
                                continue;
                            }
                            for (int c = 0; c < groupIn(); c++) {
                                for (int o = 0; o < outChannels; o++) {
                                    int in = ((b * height + row) * width + column) * inChannels
                                            + o / groupOut * groupIn()
                                            + c;
                                    int tap = ((i * kernelWidth + j) * groupIn() + c) * outChannels + o;
                                    int out = ((b * outHeight() + p) * outWidth() + q) * outChannels + o;
                                    term.accept(in, tap, out);
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
