package dev.soma.runtime.compiler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.soma.runtime.Kernel;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a person reads. */
class OpenClRendererTest {
    private static KernelProgram compile(String name, Map<String, Integer> specialised) {
        return KernelCompiler.compile(Kernel.of(SampleKernels.class, name), specialised);
    }

    @Test
    void keepsNamesAndForm() {
        assertEquals("""
                #pragma OPENCL FP_CONTRACT OFF

                __kernel void SampleKernels_scale(int size, float factor, const __global float *x, __global float *y) {
                    int i = (int)get_global_id(0);
                    if (i < size) {
                        y[i] = factor * x[i];
                    }
                }
                """, OpenClRenderer.render(compile("scale", Map.of())));
    }

    @Test
    void recoversLoopsAndConditions() {
        assertEquals("""
                #pragma OPENCL FP_CONTRACT OFF

                __kernel void SampleKernels_loops(int size, const __global int *x, __global int *half_) {
                    int count = 0;
                    for (int i = 0; i < size; i++) {
                        if (x[i] >= 0) {
                            int k = x[i];
                            while (k != 0 && count < 100) {
                                k &= (int)(k - 1u);
                                count = (int)(count + 1u);
                                if (count == 50) {
                                    break;
                                }
                            }
                        }
                    }
                    half_[(int)get_global_id(0)] = count <= 10 && size != 3 ? (int)((0u - count) >> 1) : count;
                }
                """, OpenClRenderer.render(compile("loops", Map.of())));
    }

    @Test
    void specialisedArgumentsAreConstants() {
        KernelProgram program = compile("shares", Map.of("size", 16));
        assertEquals(
                List.of("x", "y"),
                program.parameters().stream().map(Local::name).toList());
        assertEquals(32 * Float.BYTES, program.localBytes());
        assertTrue(program.usesBarriers());
        assertEquals("""
                #pragma OPENCL FP_CONTRACT OFF

                float SampleKernels_last_local(const __local float *values, int size) {
                    return values[size - 1u];
                }

                __kernel void SampleKernels_shares(const __global float *x, __global float *y) {
                    __local float tile[32];
                    tile[(int)get_local_id(0)] = x[(int)get_global_id(0)];
                    barrier(CLK_LOCAL_MEM_FENCE | CLK_GLOBAL_MEM_FENCE);
                    y[(int)get_global_id(0)] = SampleKernels_last_local(tile, 16);
                }
                """, OpenClRenderer.render(program));
    }

    @Test
    void knowsWhatAnArgumentIsFor() {
        KernelProgram program = compile("access", Map.of());
        assertEquals(
                List.of(Access.UNUSED, Access.READ, Access.WRITE, Access.READ_WRITE, Access.WRITE),
                List.of(program.access(0), program.access(1), program.access(2), program.access(3), program.access(4)));
        assertFalse(program.usesBarriers());
    }

    @Test
    void keepsTheOrderOfEvaluation() {
        assertEquals("""
                #pragma OPENCL FP_CONTRACT OFF

                __kernel void SampleKernels_order(__global int *x) {
                    int i = (int)get_global_id(0);
                    int t0 = x[i];
                    x[i] = 5;
                    int before = (int)(t0 + 5u * x[i]);
                    int t1 = i;
                    int t2 = i;
                    i = (int)(i + 1u);
                    x[t1] = (int)((uint)before + t2 + i);
                }
                """, OpenClRenderer.render(compile("order", Map.of())));
    }

    @Test
    void severalKernelsShareAText() {
        String text = OpenClRenderer.render(List.of(compile("scale", Map.of()), compile("loops", Map.of())));
        assertTrue(text.contains("SampleKernels_scale(") && text.contains("SampleKernels_loops("), text);
        List<KernelProgram> twice = List.of(compile("scale", Map.of()), compile("scale", Map.of()));
        assertThrows(IllegalArgumentException.class, () -> OpenClRenderer.render(twice));
    }

    @Test
    void refusesToSpecialiseWhatIsNoInt() {
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> compile("scale", Map.of("factor", 1)));
        assertEquals(
                "the kernel SampleKernels.scale has no int argument [factor] to specialise, its int arguments are [size]",
                e.getMessage());
    }
}
