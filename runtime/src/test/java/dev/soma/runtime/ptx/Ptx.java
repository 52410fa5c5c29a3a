package dev.soma.runtime.ptx;

/** Texts of test modules. */
final class Ptx {
    /** What every module begins with. */
    static final String HEADER = """
            .version 7.0
            .target sm_70
            .address_size 64
            """;

    private Ptx() {}

    /**
     * A module of one kernel {@code k}, with registers {@code %p0..7 %r0..15 %f0..15 %rd0..15}; a final {@code ret} is
     * added.
     */
    static String kernel(String parameters, String body) {
        return HEADER + entry("k", parameters, body);
    }

    /** The same without the header. */
    static String entry(String name, String parameters, String body) {
        return """
                .visible .entry %s(%s)
                {
                    .reg .pred %%p<8>;
                    .reg .b32 %%r<16>;
                    .reg .f32 %%f<16>;
                    .reg .b64 %%rd<16>;
                %s
                    ret;
                }
                """.formatted(name, parameters, body.indent(4));
    }

    /** Code that puts the address of element {@code tid.x} of 4 bytes of the array of parameter {@code x} into {@code %rd1}, and tid.x into {@code %r1}. */
    static String element() {
        return """
                ld.param.u64 %rd0, [x];
                mov.u32 %r1, %tid.x;
                mul.wide.u32 %rd1, %r1, 4;
                add.s64 %rd1, %rd0, %rd1;
                """;
    }
}
