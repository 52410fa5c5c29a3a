package dev.soma.runtime.compiler;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** C names of variables: those of the source, unless OpenCL C or an enclosing block has the name already. */
final class Names {
    private static final Set<String> RESERVED = Set.of("""
            auto break case char const continue default do double else enum extern float for goto if inline int long \
            register restrict return short signed sizeof static struct switch typedef union unsigned void volatile while \
            bool true false half quad complex imaginary uchar ushort uint ulong size_t ptrdiff_t intptr_t uintptr_t \
            kernel global local constant private generic pipe read_only write_only read_write uniform \
            image1d_t image2d_t image3d_t sampler_t event_t queue_t ndrange_t clk_event_t reserve_id_t \
            abs min max popcount clz fabs fma sqrt fmod copysign as_int as_float barrier mem_fence isnan isinf \
            get_global_id get_local_id get_group_id get_global_size get_local_size get_num_groups get_work_dim \
            convert_int convert_float vec_step asm typeof mad mad24 mul24 add_sat clamp select mix step sign exp log pow \
            sin cos tan tanh atan floor ceil rint round trunc rotate any all dot cross length distance normalize \
            INFINITY NAN INT_MIN INT_MAX LONG_MIN LONG_MAX UINT_MAX CHAR_BIT MAXFLOAT HUGE_VALF I NULL main""".split("\\s+"));

    private static final Set<String> VECTORS =
            Set.of("char", "uchar", "short", "ushort", "int", "uint", "long", "ulong", "float", "double", "half");

    private final Deque<Set<String>> scopes = new ArrayDeque<>();
    private final Map<Local, String> names = new HashMap<>();

    /** {@code taken}: the names of functions. */
    Names(Set<String> taken) {
        scopes.push(new HashSet<>(taken));
    }

    void open() {
        scopes.push(new HashSet<>());
    }

    void close() {
        scopes.pop();
    }

    /** Names a variable that is declared in the innermost open block. */
    String declare(Local local) {
        String base = identifier(local.name());
        String name = base;
        for (int k = 1; isTaken(name); k++) {
            name = base + "_" + k;
        }
        scopes.element().add(name);
        names.put(local, name);
        return name;
    }

    private boolean isTaken(String name) {
        return scopes.stream().anyMatch(scope -> scope.contains(name));
    }

    /** The name of a declared variable. */
    String of(Local local) {
        String name = names.get(local);
        if (name == null) {
            throw new IllegalStateException("the variable " + local + " is used where it is not declared");
        }
        return name;
    }

    /** A name that C has no other use for. */
    static String identifier(String name) {
        String plain = name.replaceAll("[^A-Za-z0-9_]", "_");
        if (plain.startsWith("_") || plain.startsWith("java_")) {
            return "v" + plain;
        }
        String letters = plain.replaceAll("[0-9]+$", "");
        boolean isVector = VECTORS.contains(letters) && !letters.equals(plain);
        return isVector || RESERVED.contains(plain) || plain.startsWith("as_") || plain.startsWith("M_")
                ? plain + "_"
                : plain;
    }
}
