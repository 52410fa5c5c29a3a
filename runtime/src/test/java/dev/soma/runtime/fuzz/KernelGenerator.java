package dev.soma.runtime.fuzz;

import dev.soma.runtime.fuzz.Tree.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Makes the body of a random kernel: bounded loops, branches, switches, early exits, arithmetic with all its edges, loads and
 * stores of a work-item's own memory, and, if it {@code waits}, of local memory between barriers.
 */
final class KernelGenerator {
    private static final List<String> INTS = List.of("a", "b", "c", "d");
    private static final List<String> FLOATS = List.of("x", "y", "z");
    private static final List<String> BOOLEANS = List.of("p", "q");
    private static final List<String> INT_CONSTANTS = List.of(
            "0",
            "1",
            "-1",
            "2",
            "7",
            "31",
            "32",
            "33",
            "-13",
            "255",
            "65536",
            "0x55555555",
            "Integer.MAX_VALUE",
            "Integer.MIN_VALUE");
    private static final List<String> FLOAT_CONSTANTS = List.of(
            "0f",
            "-0f",
            "1f",
            "-1f",
            "0.5f",
            "3.1415927f",
            "1e-40f",
            "-3e38f",
            "0x1p24f",
            "2147483648f",
            "Float.NaN",
            "Float.POSITIVE_INFINITY",
            "Float.NEGATIVE_INFINITY",
            "Float.MIN_VALUE");
    private static final List<String> INT_FORMS = List.of(
            "($0 + $1)",
            "($0 - $1)",
            "($0 * $1)",
            "($0 / ($1 | 1))",
            "($0 % ($1 | 1))",
            "($0 << $1)",
            "($0 >> $1)",
            "($0 >>> $1)",
            "($0 & $1)",
            "($0 | $1)",
            "($0 ^ $1)",
            "Math.min($0, $1)",
            "Math.max($0, $1)",
            "mix($0, $1)",
            "(int) ((long) $0 * $1 >> 5)",
            "(int) (((long) $0 << 7) / ($1 | 1))",
            "($0 / 7 + $1 % 16)");
    private static final List<String> INT_UNARY = List.of(
            "(- $0)",
            "(~$0)",
            "Math.abs($0)",
            "Integer.bitCount($0)",
            "Integer.numberOfTrailingZeros($0)",
            "Integer.numberOfLeadingZeros($0)",
            "((byte) $0)",
            "((short) $0)",
            "((char) $0)",
            "memory[base + ($0 & 7)]",
            "ints[$0 & 63]");
    private static final List<String> FLOAT_FORMS = List.of(
            "($0 + $1)",
            "($0 - $1)",
            "($0 * $1)",
            "($0 / $1)",
            "($0 % $1)",
            "Math.min($0, $1)",
            "Math.max($0, $1)",
            "pick($0, $1)");
    private static final List<String> FLOAT_UNARY = List.of(
            "(- $0)",
            "Math.abs($0)",
            "(float) Math.sqrt($0)",
            "(float) Math.floor($0)",
            "(float) Math.ceil($0)",
            "(float) Math.rint($0)");
    private static final List<String> COMPARISONS = List.of("<", "<=", ">", ">=", "==", "!=");

    private final SplittableRandom random;
    private final boolean waits;
    private final List<String> counters = new ArrayList<>();
    private int names;

    KernelGenerator(long seed, boolean waits) {
        this.random = new SplittableRandom(seed);
        this.waits = waits;
    }

    /** The statements of the body. */
    Tree body() {
        List<Tree> statements = new ArrayList<>();
        int count = 2 + random.nextInt(4);
        for (int i = 0; i < count; i++) {
            statements.add(statement(2, false));
            if (waits && random.nextInt(2) == 0) {
                statements.add(exchange());
            }
        }
        return Tree.block(statements);
    }

    /** A write of local memory, a barrier, reads of what others wrote, a barrier. */
    private Tree exchange() {
        if (random.nextInt(3) == 0) {
            String i = "i" + names++;
            return Tree.of(
                    Kind.STATEMENT,
                    "for (int " + i + " = 0; " + i + " < 2; " + i + "++) { local[item] = $0; context.localBarrier();"
                            + " b ^= local[(item + 1 + " + i + ") & 15]; context.localBarrier(); }",
                    integer(2));
        }
        return Tree.of(
                Kind.STATEMENT,
                "local[item] = $0; context.localBarrier(); a += local[($1) & 15]; context.localBarrier();",
                integer(2),
                integer(2));
    }

    private Tree block(int depth, boolean inLoop) {
        List<Tree> statements = new ArrayList<>();
        int count = 1 + random.nextInt(3);
        for (int i = 0; i < count; i++) {
            statements.add(statement(depth, inLoop));
        }
        return Tree.block(statements);
    }

    private Tree statement(int depth, boolean inLoop) {
        int choice = random.nextInt(depth > 0 ? 16 : 8);
        return switch (choice) {
            case 0, 1 ->
                Tree.of(
                        Kind.STATEMENT,
                        pick(INTS) + pick(List.of(" = ", " += ", " ^= ", " -= ", " >>= ")) + "$0;",
                        integer(3));
            case 2, 3 -> Tree.of(Kind.STATEMENT, pick(FLOATS) + pick(List.of(" = ", " += ", " *= ")) + "$0;", real(3));
            case 4 ->
                Tree.of(
                        Kind.STATEMENT,
                        pick(BOOLEANS) + pick(List.of(" = ", " &= ", " |= ", " ^= ")) + "$0;",
                        truth(3));
            case 5 ->
                Tree.of(
                        Kind.STATEMENT,
                        "memory[base + ($0 & 7)]" + pick(List.of(" = ", " += ", " |= ")) + "$1;",
                        integer(1),
                        integer(3));
            case 6 -> Tree.of(Kind.STATEMENT, "bump(memory, base + ($0 & 7), $1);", integer(1), integer(2));
            case 7 ->
                inLoop
                        ? Tree.of(Kind.STATEMENT, "if ($0) { " + pick(List.of("break", "continue")) + "; }", truth(2))
                        : Tree.of(Kind.STATEMENT, pick(INTS) + "++;");
            case 8, 9 -> Tree.of(Kind.STATEMENT, "if ($0) {\n$1}", truth(3), block(depth - 1, inLoop));
            case 10 ->
                Tree.of(
                        Kind.STATEMENT,
                        "if ($0) {\n$1} else {\n$2}",
                        truth(3),
                        block(depth - 1, inLoop),
                        block(depth - 1, inLoop));
            case 11 -> choice(depth);
            default -> loop(depth, choice - 12);
        };
    }

    private Tree choice(int depth) {
        return Tree.of(
                Kind.STATEMENT,
                "switch ($0 & 3) {\ncase 0:\n$1" + pick(List.of("break;", "")) + "\ncase 2:\n$2break;\ndefault:\n$3}",
                integer(2),
                block(depth - 1, false),
                block(depth - 1, false),
                block(depth - 1, false));
    }

    private Tree loop(int depth, int form) {
        String i = "i" + names++;
        Tree condition = truth(2);
        counters.add(i);
        Tree body = block(depth - 1, true);
        counters.removeLast();
        int rounds = 1 + random.nextInt(4);
        return switch (form) {
            case 0, 1 ->
                Tree.of(
                        Kind.STATEMENT,
                        "for (int " + i + " = 0; " + i + " < " + rounds + "; " + i + "++) {\n$0}",
                        body);
            case 2 ->
                Tree.of(
                        Kind.STATEMENT,
                        "int " + i + " = " + rounds + ";\nwhile (" + i + "-- > 0 && $0) {\n$1}",
                        condition,
                        body);
            default ->
                Tree.of(
                        Kind.STATEMENT,
                        "int " + i + " = 0;\ndo {\n$0} while (++" + i + " < " + rounds + " && $1);",
                        body,
                        condition);
        };
    }

    private Tree integer(int depth) {
        int choice = random.nextInt(depth > 0 ? 16 : 3);
        return switch (choice) {
            case 0 -> Tree.of(Kind.INT, pick(INT_CONSTANTS));
            case 1, 2 -> Tree.of(Kind.INT, counters.isEmpty() || random.nextInt(3) > 0 ? pick(INTS) : pick(counters));
            case 3, 4, 5 -> Tree.of(Kind.INT, pick(INT_UNARY), integer(depth - 1));
            case 6 -> Tree.of(Kind.INT, "($0 ? $1 : $2)", truth(depth - 1), integer(depth - 1), integer(depth - 1));
            case 7 -> Tree.of(Kind.INT, "((int) $0)", real(depth - 1));
            case 8 -> Tree.of(Kind.INT, "bits($0)", real(depth - 1));
            case 9 -> Tree.of(Kind.INT, "(" + pick(INTS) + " = $0)", integer(depth - 1));
            case 10 -> Tree.of(Kind.INT, pick(List.of("a++", "--b", "c--", "++d")));
            default -> Tree.of(Kind.INT, pick(INT_FORMS), integer(depth - 1), integer(depth - 1));
        };
    }

    private Tree real(int depth) {
        int choice = random.nextInt(depth > 0 ? 12 : 3);
        return switch (choice) {
            case 0 -> Tree.of(Kind.FLOAT, pick(FLOAT_CONSTANTS));
            case 1, 2 -> Tree.of(Kind.FLOAT, pick(FLOATS));
            case 3, 4 -> Tree.of(Kind.FLOAT, pick(FLOAT_UNARY), real(depth - 1));
            case 5 -> Tree.of(Kind.FLOAT, "($0 ? $1 : $2)", truth(depth - 1), real(depth - 1), real(depth - 1));
            case 6 -> Tree.of(Kind.FLOAT, "((float) $0)", integer(depth - 1));
            case 7 -> Tree.of(Kind.FLOAT, "Math.fma($0, $1, $2)", real(depth - 1), real(depth - 1), real(depth - 1));
            case 8 -> Tree.of(Kind.FLOAT, "floats[$0 & 63]", integer(depth - 1));
            default -> Tree.of(Kind.FLOAT, pick(FLOAT_FORMS), real(depth - 1), real(depth - 1));
        };
    }

    private Tree truth(int depth) {
        int choice = random.nextInt(depth > 0 ? 10 : 4);
        return switch (choice) {
            case 0 -> Tree.of(Kind.BOOLEAN, pick(BOOLEANS));
            case 1, 2 ->
                Tree.of(
                        Kind.BOOLEAN,
                        "($0 " + pick(COMPARISONS) + " $1)",
                        integer(Math.max(0, depth - 1)),
                        integer(Math.max(0, depth - 1)));
            case 3 ->
                Tree.of(
                        Kind.BOOLEAN,
                        "($0 " + pick(COMPARISONS) + " $1)",
                        real(Math.max(0, depth - 1)),
                        real(Math.max(0, depth - 1)));
            case 4 -> Tree.of(Kind.BOOLEAN, "(!$0)", truth(depth - 1));
            case 5 -> Tree.of(Kind.BOOLEAN, "odd($0)", integer(depth - 1));
            default ->
                Tree.of(
                        Kind.BOOLEAN,
                        "($0 " + pick(List.of("&&", "||", "&&", "||", "&", "|", "^")) + " $1)",
                        truth(depth - 1),
                        truth(depth - 1));
        };
    }

    private String pick(List<String> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
