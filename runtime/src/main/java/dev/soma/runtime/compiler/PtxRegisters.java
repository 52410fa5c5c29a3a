package dev.soma.runtime.compiler;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The virtual registers of a PTX kernel. A variable's has its name, a temporary's is numbered. */
final class PtxRegisters {
    /** Names that begin as those of special registers, and those of numbered temporaries. */
    private static final Pattern TAKEN =
            Pattern.compile("(n?tid|n?ctaid|laneid|n?warpid|n?smid|gridid|clock.*|lanemask_.*|pm\\d+.*|envreg\\d+"
                    + "|globaltimer.*|dynamic_smem_size|total_smem_size|(p|r|rd|f)\\d*)");

    /** A kind of register. */
    enum Kind {
        PREDICATE("pred", "p"),
        INT("b32", "r"),
        LONG("b64", "rd"),
        FLOAT("f32", "f");

        private final String type;
        private final String prefix;

        Kind(String type, String prefix) {
            this.type = type;
            this.prefix = prefix;
        }

        /** The kind whose temporaries' names begin so. */
        static Kind withPrefix(String prefix) {
            return Stream.of(values())
                    .filter(kind -> kind.prefix.equals(prefix))
                    .findFirst()
                    .orElseThrow();
        }

        /** The kind that holds values of a type; of an array, its address. */
        static Kind of(Type type) {
            return switch (type) {
                case Type.Scalar.BOOLEAN -> PREDICATE;
                case Type.Scalar.INT -> INT;
                case Type.Scalar.LONG -> LONG;
                case Type.Scalar.FLOAT -> FLOAT;
                case Type.Array array -> array.space() == Type.Space.LOCAL ? INT : LONG;
                case Type.Context context -> throw new IllegalArgumentException("a context has no register");
            };
        }
    }

    private final Map<Kind, Integer> temporaries = new EnumMap<>(Kind.class);
    private final Map<Kind, List<String>> variables = new EnumMap<>(Kind.class);
    private final Set<String> names = new HashSet<>();

    /** A register of its own for a temporary. */
    String temporary(Kind kind) {
        return "%" + kind.prefix + temporaries.merge(kind, 1, Integer::sum);
    }

    /** A register of its own for a variable. */
    String variable(Kind kind, String name) {
        String base = TAKEN.matcher(name).matches() ? name + "_" : name;
        String unique = base;
        for (int number = 2; !names.add(unique); number++) {
            unique = base + "_" + number;
        }
        variables.computeIfAbsent(kind, key -> new ArrayList<>()).add("%" + unique);
        return "%" + unique;
    }

    /** The declarations. */
    List<String> declarations() {
        List<String> lines = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            if (variables.containsKey(kind)) {
                lines.add(".reg ." + kind.type + " " + String.join(", ", variables.get(kind)) + ";");
            }
            if (temporaries.containsKey(kind)) {
                lines.add(".reg ." + kind.type + " %" + kind.prefix + "<" + (temporaries.get(kind) + 1) + ">;");
            }
        }
        return lines;
    }
}
