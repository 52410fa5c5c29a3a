package dev.soma.runtime.ptx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Every instruction with operands of every type: what the machine takes, ptxas takes. */
class MutationTest {
    private static final Pattern OPERAND = Pattern.compile("%(?:rd|r|f|p)\\d|(?<= )-?\\d+(?=[,;])|0f[0-9A-F]{8}");
    private static final List<String> REPLACEMENTS =
            List.of("%r7", "%u1", "%s1", "%f7", "%rd7", "%ud1", "%sd1", "%p7", "7", "0f3F800000", "sh", "%tid.x");
    private static final Pattern COMPLAINT = Pattern.compile("line (\\d+); error");
    private static final String DECLARATIONS = """
            .reg .u32 %u<2>;
            .reg .s32 %s<2>;
            .reg .u64 %ud<2>;
            .reg .s64 %sd<2>;
            .shared .align 4 .b8 sh[64];
            """;

    /** Statements with one operand replaced. */
    private static Set<String> mutations() {
        Set<String> mutations = new LinkedHashSet<>();
        List<String> statements = new ArrayList<>(List.of(
                "ld.global.f32 %f0, [%rd1];",
                "ld.global.nc.v2.u32 {%r0, %r1}, [%rd1];",
                "ld.global.u8 %r0, [%rd1];",
                "ld.global.s64 %rd0, [%rd1];",
                "ld.shared.b32 %r0, [%r1];",
                "ld.local.u32 %r0, [%rd1];",
                "st.global.f32 [%rd1], %f1;",
                "st.global.v4.b32 [%rd1], {%r1, %r2, %r3, %r4};",
                "st.shared.u64 [%r1], %rd2;",
                "ld.param.u32 %r0, [b];",
                "vote.sync.ballot.b32 %r0, %p1, -1;",
                "shfl.sync.idx.b32 %r0, %r1, %r2, %r3, %r4;",
                "activemask.b32 %r0;"));
        for (InstructionCase tested : InstructionCases.all()) {
            for (String statement : tested.text().split("\n", -1)) {
                statements.add(statement.replaceFirst("^@!?%p\\d ", ""));
            }
        }
        for (String statement : statements) {
            mutations.add(statement);
            Matcher operand = OPERAND.matcher(statement);
            while (operand.find()) {
                for (String replacement : REPLACEMENTS) {
                    mutations.add(
                            statement.substring(0, operand.start()) + replacement + statement.substring(operand.end()));
                }
            }
        }
        return mutations;
    }

    private static String module(Iterable<String> statements) {
        return Ptx.kernel(".param .u64 a, .param .u32 b", DECLARATIONS + String.join("\n", statements));
    }

    @Test
    void whatTheMachineTakesPtxasTakes() throws Exception {
        Ptxas.assumePresent();
        List<String> taken = new ArrayList<>();
        int refused = 0;
        for (String statement : mutations()) {
            try {
                assertEquals(Set.of("k"), new PtxModule(module(List.of(statement))).entries());
                taken.add(statement);
            } catch (PtxException e) {
                refused++;
            }
        }
        assertTrue(refused > taken.size(), "most wrong operands are refused");
        String said = Ptxas.complaint(module(taken)).orElse("");
        List<String> lines = module(taken).lines().toList();
        Set<String> complaints = new TreeSet<>();
        Matcher complaint = COMPLAINT.matcher(said);
        while (complaint.find()) {
            complaints.add(lines.get(Integer.parseInt(complaint.group(1)) - 1));
        }
        assertEquals(Set.of(), complaints, said);
        assertEquals("", said);
    }
}
