package dev.soma.runtime.ptx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the machine does not take, it refuses when it reads it, with the line. */
class RefusalTest {
    static Stream<Refusal> refusals() {
        return Refusal.all();
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void isRefused(Refusal refusal) {
        String text = refusal.module();
        PtxException e = assertThrows(PtxException.class, () -> new PtxModule(text));
        assertTrue(e.toString().contains(refusal.told()), () -> "expected \"" + refusal.told() + "\" in: " + e);
        assertTrue(e.toString().contains("line 1") || e.toString().contains("line 2"), e::toString);
    }

    @Test
    void ptxasRefusesWhatIsWrong() throws Exception {
        Ptxas.assumePresent();
        for (Refusal refusal : refusals().toList()) {
            assertEquals(refusal.strict(), Ptxas.complaint(refusal.module()).isEmpty(), refusal.statement());
        }
    }

    /** A text with something missing is refused, or still valid; never does the machine itself stumble. */
    @ParameterizedTest
    @ValueSource(strings = {"nested ifs", "barrier", "local array", "votes", "butterfly sum"})
    void aMissingTokenIsRefusedInWords(String kernel) {
        String text = FlowKernel.named(kernel).module();
        List<Token> tokens = Lexer.tokens(text);
        int refused = 0;
        for (int missing = 0; missing < tokens.size() - 1; missing++) {
            StringBuilder rest = new StringBuilder();
            for (int i = 0; i < tokens.size() - 1; i++) {
                rest.append(i == missing ? "" : tokens.get(i).text()).append(' ');
            }
            try {
                assertEquals(Set.of("k"), new PtxModule(rest.toString()).entries());
            } catch (PtxException e) {
                refused++;
            }
        }
        assertTrue(refused > tokens.size() / 2, refused + " of " + tokens.size());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            .version 8.0 .target sm_70 .address_size 64 | .version is 7.0 to 7.9 here, found 8.0
            .version 7.0 .target sm_80 .address_size 64 | .target is sm_70 here, found sm_80
            .version 7.0 .target sm_70 .address_size 32 | .address_size is 64 here
            .target sm_70 | expected '.version', found '.target'
            .version 7.0 .target sm_70 .address_size 64 .global .b32 g; | .global is not supported outside functions
            .version 7.0 .target sm_70 .address_size 64 .entry k() { | a closing brace is missing
            .version 7.0 .target sm_70 .address_size 64 .entry k() { ret; } .entry k() { ret; } | the function k is defined twice
            .version 7.0 .target sm_70 .address_size 64 .entry k(.param .b8 a) { ret; } | parameters have 32 or 64 bits, a has not
            .version 7.0 .target sm_70 .address_size 64 .entry k(.reg .b32 a) { ret; } | a parameter is declared .param, found .reg
            .version 7.0 .target sm_70 .address_size 64 .func f() { call f; ret; } | f calls itself
            .version 7.0 .target sm_70 .address_size 64 .shared .b8 s[49153]; .entry k() { ret; } | a block has 49152
            .version 7.0 .target sm_70 .address_size 64 # | the character '#' does not belong to PTX
            .version 7.0 .target sm_70 .address_size 64 /* | the comment does not end
            """)
    void modulesAreRefused(String text, String told) {
        PtxException e = assertThrows(PtxException.class, () -> new PtxModule(text));
        assertTrue(e.toString().contains(told), () -> "expected \"" + told + "\" in: " + e);
    }

    @Test
    void argumentsOfCallsAreChecked() {
        String text = Ptx.HEADER + """
                .func (.reg .f32 r) half(.reg .f32 a)
                {
                    mul.rn.f32 r, a, 0f3F000000;
                    ret;
                }
                """;
        refused(text, "call half, (%f0);", "half has 1 parameters and 1 results");
        refused(text, "call (%f0), half;", "half has 1 parameters and 1 results");
        refused(text, "call (%f0), half, (%rd0);", "%rd0 is declared .b64, the instruction wants .f32");
        refused(text, "call (%p0), half, (%f0);", "%p0 is declared .pred, the instruction wants .f32");
    }

    private static void refused(String header, String call, String told) {
        PtxException e = assertThrows(PtxException.class, () -> new PtxModule(header + Ptx.entry("k", "", call)));
        assertTrue(e.toString().contains(told), e::toString);
    }

    @Test
    void directivesWithoutMeaningArePassedOver() throws Exception {
        String text = Ptx.HEADER + """
                .file 1 "kernel.java"
                /* a comment
                   of two lines */
                .visible .entry k(.param .u64 .ptr .global .align 4 x)
                {
                    .loc 1 7 0
                    .pragma "nounroll";
                    // another
                    ret;
                }
                """;
        assertEquals(Set.of("k"), new PtxModule(text).entries());
        Ptxas.assertTakes(Stream.of(text));
    }
}
