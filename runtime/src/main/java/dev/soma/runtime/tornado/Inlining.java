package dev.soma.runtime.tornado;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.Label;
import java.lang.classfile.PseudoInstruction;
import java.lang.classfile.TypeKind;
import java.lang.classfile.attribute.CodeAttribute;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.IncrementInstruction;
import java.lang.classfile.instruction.LabelTarget;
import java.lang.classfile.instruction.LoadInstruction;
import java.lang.classfile.instruction.LookupSwitchInstruction;
import java.lang.classfile.instruction.ReturnInstruction;
import java.lang.classfile.instruction.StoreInstruction;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.classfile.instruction.TableSwitchInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;

/** Writes the code of a static method where it is called: its variables become new ones of the caller, its returns jumps behind it. */
final class Inlining {
    private final CodeBuilder code;
    private final int firstLocal;
    private final Label end;
    private final Map<Label, Label> labels = new HashMap<>();

    private Inlining(CodeBuilder code, int locals) {
        this.code = code;
        this.firstLocal = code.allocateLocal(TypeKind.INT);
        for (int i = 1; i < locals; i++) {
            code.allocateLocal(TypeKind.INT);
        }
        this.end = code.newLabel();
    }

    /**
     * Writes the body of a method whose arguments are on the stack; leaves its result there.
     *
     * @param type the method's parameters and result
     * @param takes asked before each element, whether it has been written
     * @param remaining writes the instructions that neither jump nor use variables
     */
    static void write(
            CodeBuilder code,
            CodeAttribute body,
            MethodTypeDesc type,
            BiPredicate<CodeBuilder, CodeElement> takes,
            BiConsumer<CodeBuilder, CodeElement> remaining) {
        Inlining inlining = new Inlining(code, Math.max(1, body.maxLocals()));
        inlining.storeArguments(type);
        for (CodeElement element : body) {
            if (!takes.test(code, element)) {
                inlining.write(element, remaining);
            }
        }
        code.labelBinding(inlining.end);
    }

    private void storeArguments(MethodTypeDesc type) {
        int slot = type.parameterList().stream().mapToInt(Inlining::slots).sum();
        for (ClassDesc parameter : type.parameterList().reversed()) {
            slot -= slots(parameter);
            code.storeLocal(TypeKind.from(parameter), firstLocal + slot);
        }
    }

    private static int slots(ClassDesc type) {
        return TypeKind.from(type).slotSize();
    }

    private void write(CodeElement element, BiConsumer<CodeBuilder, CodeElement> remaining) {
        switch (element) {
            case LoadInstruction load -> code.loadLocal(load.typeKind(), firstLocal + load.slot());
            case StoreInstruction store -> code.storeLocal(store.typeKind(), firstLocal + store.slot());
            case IncrementInstruction increment -> code.iinc(firstLocal + increment.slot(), increment.constant());
            case BranchInstruction branch -> code.branch(branch.opcode(), own(branch.target()));
            case TableSwitchInstruction table ->
                code.tableswitch(table.lowValue(), table.highValue(), own(table.defaultTarget()), own(table.cases()));
            case LookupSwitchInstruction lookup -> code.lookupswitch(own(lookup.defaultTarget()), own(lookup.cases()));
            case ReturnInstruction _ -> code.goto_(end);
            case LabelTarget target -> code.labelBinding(own(target.label()));
            // lines and variables of another method
            case PseudoInstruction _ -> {}
            default -> remaining.accept(code, element);
        }
    }

    private Label own(Label label) {
        return labels.computeIfAbsent(label, key -> code.newLabel());
    }

    private List<SwitchCase> own(List<SwitchCase> cases) {
        return cases.stream()
                .map(each -> SwitchCase.of(each.caseValue(), own(each.target())))
                .toList();
    }
}
