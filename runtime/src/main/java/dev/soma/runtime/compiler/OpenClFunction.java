package dev.soma.runtime.compiler;

import dev.soma.runtime.compiler.Expression.Apply;
import dev.soma.runtime.compiler.Expression.Load;
import dev.soma.runtime.compiler.Expression.Read;
import dev.soma.runtime.compiler.OpenClOperations.Form;
import dev.soma.runtime.compiler.Statement.Assign;
import dev.soma.runtime.compiler.Type.Scalar;
import dev.soma.runtime.compiler.Type.Space;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes one function in OpenCL C. */
final class OpenClFunction {
    private static final int WIDTH = 120;

    private final Function function;
    private final StringBuilder out;
    private final Names names;
    private final Set<Integer> jumpsTo = new HashSet<>();
    private final OpenClExpressions expressions;
    private int depth;

    OpenClFunction(Function function, StringBuilder out, Map<Function, String> functions, Set<String> preludeUsed) {
        this.function = function;
        this.out = out;
        Set<String> taken = new HashSet<>(functions.values());
        this.names = new Names(taken);
        this.expressions = new OpenClExpressions(names, functions, preludeUsed);
    }

    void write(String name, boolean isKernel) {
        List<Structure> body = Structurer.structure(function);
        Scopes.jumps(body, jumpsTo);
        List<Structure> code = Scopes.withoutLabels(body, jumpsTo);
        names.open();
        String head = (isKernel
                        ? "__kernel void "
                        : function.result().map(OpenClFunction::scalar).orElse("void") + " ") + name + "(";
        List<String> parameters = function.parameters().stream()
                .map(parameter -> declaration(parameter))
                .toList();
        String line = head + String.join(", ", parameters) + ") {";
        if (line.length() <= WIDTH) {
            out.append(line).append('\n');
        } else {
            out.append(head)
                    .append("\n        ")
                    .append(String.join(",\n        ", parameters))
                    .append(") {\n");
        }
        depth = 1;
        Set<Local> own = new HashSet<>(function.parameters());
        for (Allocation allocation : function.allocations()) {
            own.add(allocation.local());
            String space = allocation.type().space() == Space.LOCAL ? "__local " : "";
            line(space + scalar(allocation.type().element()) + " " + names.declare(allocation.local()) + "["
                    + allocation.size() + "];");
        }
        list(code, own);
        names.close();
        out.append("}\n");
    }

    private String declaration(Local parameter) {
        return type(parameter) + names.declare(parameter);
    }

    /** The type of a variable, ready for its name. */
    private String type(Local local) {
        return switch (local.type()) {
            case Scalar scalar -> scalar(scalar) + " ";
            case Type.Array array -> {
                boolean isParameter = function.parameters().contains(local);
                String constant = isParameter && !function.access(local).writes() ? "const " : "";
                String space = switch (array.space()) {
                    case GLOBAL -> "__global ";
                    case LOCAL -> "__local ";
                    case PRIVATE -> "";
                };
                yield constant + space + scalar(array.element()) + " *";
            }
            case Type.Context _ -> throw new IllegalStateException("a context has no type in OpenCL C");
        };
    }

    static String scalar(Scalar type) {
        return switch (type) {
            case BOOLEAN -> "bool";
            case INT -> "int";
            case LONG -> "long";
            case FLOAT -> "float";
        };
    }

    /** Writes a list of code; {@code declared} are the variables of the lists around. */
    private void list(List<Structure> code, Set<Local> declared) {
        names.open();
        Set<Local> known = new HashSet<>(declared);
        Map<Integer, List<Local>> declarations = Scopes.declarations(code, known);
        for (int i = 0; i < code.size(); i++) {
            List<Local> here = declarations.getOrDefault(i, List.of());
            Structure item = code.get(i);
            Structure next = i + 1 < code.size() ? code.get(i + 1) : null;
            if (item instanceof Structure.Simple(Assign start)
                    && next instanceof Structure.While loop
                    && loop.update() != null
                    && loop.update().local().equals(start.local())) {
                boolean isOwn = here.contains(start.local()) && Scopes.lastUse(code, start.local()) == i + 1;
                here.stream()
                        .filter(local -> !(isOwn && local.equals(start.local())))
                        .forEach(local -> declare(local, known));
                List<Local> inLoop = declarations.getOrDefault(i + 1, List.of());
                inLoop.forEach(local -> declare(local, known));
                names.open();
                Set<Local> inside = new HashSet<>(known);
                String type = isOwn ? type(start.local()) : "";
                String value = expressions.text(start.value());
                if (isOwn) {
                    names.declare(start.local());
                    inside.add(start.local());
                }
                loop(loop, type + names.of(start.local()) + " = " + value, inside);
                names.close();
                i++;
                continue;
            }
            Optional<Local> initialised = Scopes.initialised(item).filter(here::contains);
            here.stream()
                    .filter(local -> initialised.filter(local::equals).isEmpty())
                    .forEach(local -> declare(local, known));
            item(item, initialised, known);
        }
        names.close();
    }

    private void declare(Local local, Set<Local> known) {
        known.add(local);
        line(type(local) + names.declare(local) + ";");
    }

    private void item(Structure item, Optional<Local> initialised, Set<Local> known) {
        switch (item) {
            case Structure.Simple simple -> statement(simple.statement(), initialised, known);
            case Structure.If choice -> choice(choice, known, "");
            case Structure.While loop -> loop(loop, null, known);
            case Structure.DoWhile loop -> {
                line("do {");
                block(loop.body(), known);
                line("} while (" + expressions.text(loop.condition()) + ");");
            }
            case Structure.Break _ -> line("break;");
            case Structure.Continue _ -> line("continue;");
            case Structure.Return end ->
                line(end.value() == null ? "return;" : "return " + expressions.text(end.value()) + ";");
            case Structure.Jump jump -> line("goto L" + jump.label() + ";");
            case Structure.Label label -> line("L" + label.label() + ":;");
        }
    }

    private void choice(Structure.If choice, Set<Local> known, String before) {
        line(before + "if (" + expressions.text(choice.condition()) + ") {");
        block(choice.then(), known);
        if (choice.otherwise().isEmpty()) {
            line("}");
        } else if (choice.otherwise().size() == 1
                && choice.otherwise().getFirst() instanceof Structure.If other
                && Scopes.declarations(choice.otherwise(), known).isEmpty()) {
            choice(other, known, "} else ");
        } else {
            line("} else {");
            block(choice.otherwise(), known);
            line("}");
        }
    }

    private void loop(Structure.While loop, @Nullable String start, Set<Local> known) {
        String condition = expressions.text(loop.condition());
        Assign update = loop.update();
        if (update != null && start == null && !Scopes.continues(loop.body())) {
            List<Structure> body = new ArrayList<>(loop.body());
            body.add(new Structure.Simple(update));
            line("while (" + condition + ") {");
            block(body, known);
            line("}");
            return;
        }
        line(
                update == null
                        ? "while (" + condition + ") {"
                        : "for (" + (start == null ? "" : start) + "; " + condition + "; "
                                + (loop.counter() ? names.of(update.local()) + "++" : assignment(update)) + ") {");
        block(loop.body(), known);
        line("}");
    }

    private void block(List<Structure> code, Set<Local> known) {
        depth++;
        list(code, known);
        depth--;
    }

    private void statement(Statement statement, Optional<Local> initialised, Set<Local> known) {
        switch (statement) {
            case Assign assign
            when initialised.isPresent() -> {
                // the value first: it may use an outer variable of the same name
                String value = expressions.text(assign.value());
                known.add(assign.local());
                line(type(assign.local()) + names.declare(assign.local()) + " = " + value + ";");
            }
            case Assign assign -> line(assignment(assign) + ";");
            case Statement.Store store -> {
                String target = expressions.element(store.array(), store.index());
                line(update(target, new Load(store.array(), store.index()), store.value()) + ";");
            }
            case Statement.Invoke call -> {
                String text = expressions.call(call.function(), call.operands());
                String target = call.result()
                        .map(local -> {
                            if (initialised.isEmpty()) {
                                return names.of(local) + " = ";
                            }
                            known.add(local);
                            return type(local) + names.declare(local) + " = ";
                        })
                        .orElse("");
                line(target + text + ";");
            }
            case Statement.Clear clear -> {
                line("for (int i = 0; i < " + clear.array().size() + "; i++) {");
                line("    " + names.of(clear.array().local()) + "[i] = 0;");
                line("}");
            }
            case Statement.Barrier _ -> line("barrier(CLK_LOCAL_MEM_FENCE | CLK_GLOBAL_MEM_FENCE);");
        }
    }

    private String assignment(Assign assign) {
        return update(names.of(assign.local()), new Read(assign.local()), assign.value());
    }

    /** {@code target = value}, or {@code target += operand} where that is the same. */
    private String update(String target, Expression before, Expression value) {
        if (value instanceof Apply apply
                && apply.type() != Scalar.BOOLEAN
                && apply.operands().size() == 2
                && apply.operands().getFirst().equals(before)
                && OpenClOperations.form(apply.operation()) instanceof Form.Infix infix
                && !infix.wraps()) {
            return target + " " + infix.text() + "= "
                    + expressions.text(apply.operands().get(1));
        }
        return target + " = " + expressions.text(value);
    }

    private void line(String text) {
        boolean isLabel = text.endsWith(":;");
        out.append("    ".repeat(isLabel ? depth - 1 : depth)).append(text).append('\n');
    }
}
