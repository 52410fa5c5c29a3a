// LIF forward over all steps, hard reset, as one would write it by hand: the algorithm of LifKernels.lifForward.
#pragma OPENCL FP_CONTRACT OFF

#define LANES 32
#define ROWS 8
#define PITCH 33 // not 32, so that the rows lie in different banks

__kernel void lif_forward(
        const int steps, const int rows, const int channels, const float vTh,
        __global const float *decay, __global const float *xSeq, __global int *spikeSeq) {
    __local int lanes[ROWS * PITCH];
    const int item = get_local_id(0);
    const int words = (channels + 31) / 32;
    const int ownWord = get_global_id(0) / LANES;
    const int row = ownWord / words;
    const int channel = (ownWord - row * words) * 32 + item % LANES;
    const bool isNeuron = row < rows && channel < channels;
    const float leak = decay[0];
    int index = row * channels + channel;
    float v = 0.0f;
    for (int first = 0; first < steps; first += 32) {
        const int count = min(32, steps - first);
        int spikes = 0;
        if (isNeuron) {
            for (int t = 0; t < count; t++) {
                const float h = fma(leak, v, xSeq[index]);
                const bool fired = h > vTh;
                spikes |= (int) fired << t;
                v = fired ? 0.0f : h;
                index += rows * channels;
            }
        }
        lanes[item / LANES * PITCH + item % LANES] = spikes;
        barrier(CLK_LOCAL_MEM_FENCE);
        const int step = item / ROWS;
        const int word = get_group_id(0) * ROWS + item % ROWS;
        if (step < count && word < rows * words) {
            int bits = 0;
            for (int lane = 0; lane < LANES; lane++) {
                bits |= (lanes[item % ROWS * PITCH + lane] >> step & 1) << lane;
            }
            spikeSeq[(first + step) * rows * words + word] = bits;
        }
        barrier(CLK_LOCAL_MEM_FENCE);
    }
}
