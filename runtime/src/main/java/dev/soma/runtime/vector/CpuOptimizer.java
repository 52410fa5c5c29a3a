package dev.soma.runtime.vector;

import dev.soma.runtime.AdamWSettings;
import dev.soma.runtime.Buffer;
import dev.soma.runtime.OptimizerOps;
import dev.soma.runtime.SgdSettings;

/** Optimizer on the processor. */
final class CpuOptimizer extends OptimizerOps {
    CpuOptimizer(VectorDevice device) {
        super(device);
    }

    @Override
    protected void doSgd(int size, SgdSettings settings, Buffer learningRate, Buffer w, Buffer grad, Buffer velocity) {
        throw new UnsupportedOperationException("not written yet");
    }

    @Override
    protected void doAdamW(int size, AdamWSettings settings, Buffer rates, Buffer w, Buffer grad, Buffer m, Buffer v) {
        throw new UnsupportedOperationException("not written yet");
    }
}
