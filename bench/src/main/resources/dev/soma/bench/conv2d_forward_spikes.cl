// Convolution on spikes without groups or bias, as one would write it by hand: the algorithm of Conv2dSpikeKernels.conv2dForwardSpikes.
#pragma OPENCL FP_CONTRACT OFF

__kernel void conv2d_forward_spikes(
        const int batch, const int height, const int width, const int inChannels,
        const int outHeight, const int outWidth, const int outChannels,
        const int kernelHeight, const int kernelWidth, const int stride, const int padding, const int dilation,
        __global const int *spikes, __global const float *weight, __global float *y) {
    const int lanes = (outChannels + 31) / 32 * 32;
    const int pixel = get_global_id(0) / lanes;
    const int o = get_global_id(0) - pixel * lanes;
    if (pixel >= batch * outHeight * outWidth || o >= outChannels) {
        return;
    }
    const int words = (inChannels + 31) / 32;
    const int line = pixel / outWidth;
    const int image = line / outHeight;
    const int top = (line - image * outHeight) * stride - padding;
    const int left = (pixel - line * outWidth) * stride - padding;
    float sum = 0.0f;
    for (int i = 0; i < kernelHeight; i++) {
        const int row = top + i * dilation;
        if (row < 0 || row >= height) {
            continue;
        }
        for (int j = 0; j < kernelWidth; j++) {
            const int column = left + j * dilation;
            if (column < 0 || column >= width) {
                continue;
            }
            __global const int *source = spikes + ((image * height + row) * width + column) * words;
            __global const float *rows = weight + (i * kernelWidth + j) * inChannels * outChannels + o;
            for (int word = 0; word < words; word++) {
                uint bits = source[word];
                while (bits != 0) {
                    const int bit = 31 - clz(bits & -bits);
                    sum += rows[(word * 32 + bit) * outChannels];
                    bits &= bits - 1;
                }
            }
        }
    }
    y[pixel * outChannels + o] = sum;
}
