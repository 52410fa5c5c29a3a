package dev.soma.runtime.compiler;

import java.lang.classfile.Attributes;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.Instruction;
import java.lang.classfile.Label;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.MethodParametersAttribute;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.ExceptionCatch;
import java.lang.classfile.instruction.LabelTarget;
import java.lang.classfile.instruction.LineNumber;
import java.lang.classfile.instruction.LocalVariable;
import java.lang.classfile.instruction.LookupSwitchInstruction;
import java.lang.classfile.instruction.ReturnInstruction;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.classfile.instruction.TableSwitchInstruction;
import java.lang.classfile.instruction.ThrowInstruction;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** The code of a method, its instructions numbered, with names, lines and block boundaries. */
final class MethodCode {

    /** A variable of the source where it is in scope: instructions {@code from} to before {@code to}. */
    record Scope(int slot, String name, String descriptor, int from, int to) {}

    private final String where;
    private final MethodTypeDesc type;
    private final List<Instruction> instructions = new ArrayList<>();
    private final List<Integer> lines = new ArrayList<>();
    private final Map<Label, Integer> labels = new HashMap<>();
    private final List<Scope> scopes = new ArrayList<>();
    private final List<String> parameterNames = new ArrayList<>();
    private final TreeSet<Integer> leaders = new TreeSet<>();

    MethodCode(String owner, MethodModel method) {
        where = owner.replace('/', '.') + "." + method.methodName().stringValue();
        type = method.methodTypeSymbol();
        CodeModel code = method.code()
                .orElseThrow(() -> new CompileException(where + " is abstract or native: a kernel calls only methods "
                        + "with a body; write it in Java"));
        List<LocalVariable> variables = new ArrayList<>();
        List<Label> handlers = new ArrayList<>();
        int line = 0;
        for (CodeElement element : code) {
            switch (element) {
                case Instruction instruction -> {
                    instructions.add(instruction);
                    lines.add(line);
                }
                case LabelTarget target -> labels.put(target.label(), instructions.size());
                case LineNumber number -> line = number.line();
                case LocalVariable variable -> variables.add(variable);
                case ExceptionCatch handler -> handlers.add(handler.handler());
                default -> {}
            }
        }
        if (!handlers.isEmpty()) {
            throw refuse(
                    target(handlers.getFirst()),
                    "an exception handler",
                    "kernels cannot catch; test for the case beforehand");
        }
        for (LocalVariable variable : variables) {
            scopes.add(new Scope(
                    variable.slot(),
                    variable.name().stringValue(),
                    variable.type().stringValue(),
                    labels.getOrDefault(variable.startScope(), 0),
                    labels.getOrDefault(variable.endScope(), instructions.size())));
        }
        Optional<MethodParametersAttribute> names = method.findAttribute(Attributes.methodParameters());
        names.ifPresent(attribute -> attribute
                .parameters()
                .forEach(parameter -> parameterNames.add(
                        parameter.name().map(name -> name.stringValue()).orElse(""))));
        findLeaders();
    }

    private void findLeaders() {
        leaders.add(0);
        for (int i = 0; i < size(); i++) {
            List<Integer> targets = targets(i);
            leaders.addAll(targets);
            if (!targets.isEmpty()
                    || instructions.get(i) instanceof ReturnInstruction
                    || instructions.get(i) instanceof ThrowInstruction) {
                leaders.add(i + 1);
            }
        }
    }

    /** The instructions that instruction {@code i} may jump to. */
    List<Integer> targets(int i) {
        return switch (instructions.get(i)) {
            case BranchInstruction branch -> List.of(target(branch.target()));
            case TableSwitchInstruction choice -> targets(choice.cases(), choice.defaultTarget());
            case LookupSwitchInstruction choice -> targets(choice.cases(), choice.defaultTarget());
            default -> List.of();
        };
    }

    private List<Integer> targets(List<SwitchCase> cases, Label otherwise) {
        List<Integer> targets = new ArrayList<>();
        cases.forEach(choice -> targets.add(target(choice.target())));
        targets.add(target(otherwise));
        return targets;
    }

    /** Where control may go after instruction {@code i}. */
    List<Integer> successors(int i) {
        List<Integer> successors = new ArrayList<>(targets(i));
        if (fallsThrough(i)) {
            successors.add(i + 1);
        }
        return successors;
    }

    private boolean fallsThrough(int i) {
        return switch (instructions.get(i)) {
            case BranchInstruction branch -> !Compare.isGoto(branch.opcode());
            case TableSwitchInstruction _, LookupSwitchInstruction _, ReturnInstruction _, ThrowInstruction _ -> false;
            default -> true;
        };
    }

    int target(Label label) {
        Integer index = labels.get(label);
        if (index == null) {
            throw new CompileException(where + " has a damaged class file: a jump to nowhere; compile it anew");
        }
        return index;
    }

    int size() {
        return instructions.size();
    }

    Instruction at(int i) {
        return instructions.get(i);
    }

    boolean isLeader(int i) {
        return leaders.contains(i);
    }

    MethodTypeDesc type() {
        return type;
    }

    String where() {
        return where;
    }

    /** The scope that a store begins or lies in: at a border the one that begins. */
    Optional<Scope> scopeOfStore(int slot, int instruction) {
        return scopes.stream()
                .filter(scope -> scope.slot() == slot
                        && (scope.from() == instruction + 1
                                || (scope.from() <= instruction && instruction < scope.to())))
                .max((a, b) -> Integer.compare(a.from(), b.from()));
    }

    /** The name of a parameter in the class file, or empty. */
    String parameterName(int index, int slot) {
        if (index < parameterNames.size() && !parameterNames.get(index).isEmpty()) {
            return parameterNames.get(index);
        }
        return scopes.stream()
                .filter(scope -> scope.slot() == slot && scope.from() == 0)
                .map(Scope::name)
                .findFirst()
                .orElse("p" + index);
    }

    /** The refusal of a construct. */
    CompileException refuse(int instruction, String construct, String cure) {
        int line = instruction < lines.size() ? lines.get(instruction) : 0;
        return new CompileException(where + (line > 0 ? ", line " + line : "") + ": " + construct
                + " is not supported in a kernel: " + cure);
    }
}
