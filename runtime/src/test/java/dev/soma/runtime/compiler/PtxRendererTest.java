package dev.soma.runtime.compiler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.soma.kernels.KernelContext;
import dev.soma.kernels.array.ArrayKernels;
import dev.soma.runtime.Kernel;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What PTX looks like. */
class PtxRendererTest {
    /** Kernels of this test. */
    public static final class Samples {
        private Samples() {}

        /** A condition whose second part must not be evaluated without the first. */
        public static void guarded(KernelContext context, int size, int[] x, int[] y) {
            int i = context.globalIdx;
            if (i < size && x[i] > 0) {
                y[i] = 1;
            }
        }

        /** Reads one array and writes another. */
        public static void scale(KernelContext context, float[] x, float[] y) {
            y[context.localIdx] = x[context.localIdx] * 2f;
        }

        /** A name that is a special register's, another that is a temporary's. */
        public static void names(KernelContext context, int tid, int r1, int[] y) {
            int lanemask_lt = tid + r1;
            y[0] = lanemask_lt;
        }
    }

    @Test
    void isReadable() {
        String text = PtxRenderer.render(KernelCompiler.compile(Kernel.of(ArrayKernels.class, "arrayFill"), Map.of()));

        assertEquals("""
                .version 7.0
                .target sm_70
                .address_size 64

                // dev.soma.kernels.array.ArrayKernels.arrayFill
                .visible .entry ArrayKernels_arrayFill(
                    .param .u32 $size,
                    .param .f32 $value,
                    .param .u64 $y)
                {
                    .reg .pred %p<2>;
                    .reg .b32 %size, %index;
                    .reg .b32 %r<4>;
                    .reg .b64 %y;
                    .reg .b64 %rd<2>;
                    .reg .f32 %value;

                    ld.param.u32 %size, [$size];
                    ld.param.f32 %value, [$value];
                    ld.param.u64 %y, [$y];
                    cvta.to.global.u64 %y, %y;
                    mov.u32 %r1, %ctaid.x;
                    mov.u32 %r2, %ntid.x;
                    mov.u32 %r3, %tid.x;
                    mad.lo.s32 %index, %r1, %r2, %r3;
                    setp.ge.s32 %p1, %index, %size;
                    @%p1 bra L1;
                    mad.wide.s32 %rd1, %index, 4, %y;
                    st.global.f32 [%rd1], %value;
                L1:
                    ret;
                }
                """, text);
    }

    @Test
    void whatIsGuardedIsBehindAJump() {
        String text = render("guarded");
        assertTrue(text.indexOf("bra") < text.indexOf("ld.global"), text);
    }

    @Test
    void onlyWhatNobodyWritesIsReadThroughTheReadOnlyPath() {
        KernelProgram program = KernelCompiler.compile(Kernel.of(Samples.class, "scale"), Map.of());
        assertTrue(PtxRenderer.render(program).contains("ld.global.nc.f32"));
        assertFalse(PtxRenderer.renderForAliases(program).contains(".nc"));
    }

    @Test
    void everyRoundingIsNamed() {
        assertTrue(render("scale").contains("mul.rn.f32"));
    }

    @Test
    void namesOfSpecialRegistersAndTemporariesAreLeftToThem() {
        String text = render("names");
        assertTrue(text.contains("%tid_") && text.contains("%r1_"), text);
        assertFalse(text.contains("%lanemask_lt,") || text.contains("%lanemask_lt;"), text);
    }

    private static String render(String kernel) {
        return PtxRenderer.render(KernelCompiler.compile(Kernel.of(Samples.class, kernel), Map.of()));
    }
}
