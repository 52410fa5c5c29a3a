package dev.soma.runtime.compiler;

import dev.soma.runtime.compiler.Expression.Constant;
import dev.soma.runtime.compiler.Expression.Load;
import dev.soma.runtime.compiler.Type.Scalar;
import java.lang.classfile.Instruction;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.ArrayLoadInstruction;
import java.lang.classfile.instruction.ArrayStoreInstruction;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.ConvertInstruction;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.IncrementInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LoadInstruction;
import java.lang.classfile.instruction.LookupSwitchInstruction;
import java.lang.classfile.instruction.NewPrimitiveArrayInstruction;
import java.lang.classfile.instruction.NopInstruction;
import java.lang.classfile.instruction.OperatorInstruction;
import java.lang.classfile.instruction.ReturnInstruction;
import java.lang.classfile.instruction.StackInstruction;
import java.lang.classfile.instruction.StoreInstruction;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.classfile.instruction.TableSwitchInstruction;
import java.util.List;
import java.util.Optional;

/** Executes the instructions of one block at a time with expressions for values. */
final class Evaluator {
    private final MethodCode code;
    private final FunctionBuilder function;
    private final Refusals refusals;
    private final Calls calls;
    private Graph.Node node = new Graph.Node();
    private OperandStack stack;
    private int block;

    Evaluator(KernelLinker linker, MethodCode code, FunctionBuilder function, boolean isKernel) {
        this.code = code;
        this.function = function;
        this.refusals = new Refusals(code);
        this.calls = new Calls(linker, code, function, isKernel);
        this.stack = new OperandStack(List.of(), node.statements, function::temporary);
    }

    /** Executes the block that begins at an instruction. */
    void evaluate(int start, Graph.Node target, List<Expression> values) {
        node = target;
        block = start * FunctionBuilder.BLOCKS;
        stack = new OperandStack(values, node.statements, function::temporary);
        int i = start;
        while (i >= 0) {
            i = step(i);
            if (i >= 0 && code.isLeader(i)) {
                node.terminator = new Terminator.Goto(enter(i, i - 1));
                return;
            }
        }
    }

    /** Executes an instruction; the next one, or -1 after the end of the block. */
    private int step(int i) {
        Instruction instruction = code.at(i);
        switch (instruction) {
            case NopInstruction _ -> {}
            case ConstantInstruction constant -> {
                if (constant.constantValue() instanceof Double value
                        && Double.compare(value.floatValue(), value) == 0) {
                    stack.push(Constant.of(value.floatValue()));
                    return betweenCasts(i);
                }
                stack.push(constant(i, constant));
            }
            case LoadInstruction load -> {
                refusals.requireNoDouble(i, load.typeKind());
                stack.push(function.read(i, load.slot()));
            }
            case StoreInstruction store -> {
                refusals.requireNoDouble(i, store.typeKind());
                assign(i, store.slot(), stack.pop());
            }
            case IncrementInstruction increment ->
                assign(
                        i,
                        increment.slot(),
                        Folding.apply(
                                Operation.INT_ADD,
                                function.read(i, increment.slot()),
                                Constant.of(increment.constant())));
            case ArrayLoadInstruction _ -> {
                Expression index = stack.pop();
                stack.push(new Load(array(i, stack.pop()), index));
            }
            case ArrayStoreInstruction _ -> {
                Expression value = Folding.toInt(stack.pop());
                Expression index = stack.pop();
                Expression array = array(i, stack.pop());
                stack.keepLoads();
                node.statements.add(new Statement.Store(array, index, value));
            }
            case OperatorInstruction operator -> {
                return operate(i, operator);
            }
            case ConvertInstruction convert -> {
                return convert(i, convert);
            }
            case StackInstruction shuffle -> shuffle(i, shuffle.opcode());
            case NewPrimitiveArrayInstruction creation ->
                node.statements.add(new Statement.Clear(calls.privateArray(i, creation.typeKind(), stack.pop())));
            case FieldInstruction field -> field(i, field);
            case InvokeInstruction call -> {
                return calls.invoke(i, call, stack, node.statements);
            }
            case BranchInstruction branch -> {
                branch(i, branch);
                return -1;
            }
            case TableSwitchInstruction choice -> {
                choose(i, choice.cases(), code.target(choice.defaultTarget()));
                return -1;
            }
            case LookupSwitchInstruction choice -> {
                choose(i, choice.cases(), code.target(choice.defaultTarget()));
                return -1;
            }
            case ReturnInstruction end -> {
                node.terminator =
                        new Terminator.Return(end.typeKind() == TypeKind.VOID ? null : calls.result(i, stack.pop()));
                return -1;
            }
            default -> throw refusals.of(i, instruction);
        }
        return instruction instanceof NewPrimitiveArrayInstruction ? i + 2 : i + 1;
    }

    private Constant constant(int i, ConstantInstruction instruction) {
        return switch (instruction.constantValue()) {
            case Integer value -> Constant.of((int) value);
            case Long value -> Constant.of((long) value);
            case Float value -> Constant.of((float) value);
            default -> throw refusals.of(i, instruction);
        };
    }

    private void assign(int i, int slot, Expression value) {
        if (value.type() == Type.Context.CONTEXT) {
            throw code.refuse(i, "a second variable for the context", "use the parameter itself");
        }
        Local local = function.define(i, slot, value);
        if (local != null) {
            stack.keep(local);
            node.statements.add(new Statement.Assign(
                    local, local.type() == Scalar.BOOLEAN ? Folding.toBoolean(value) : Folding.toInt(value)));
        }
    }

    private Expression array(int i, Expression array) {
        if (!(array.type() instanceof Type.Array)) {
            throw code.refuse(i, "an array that is not float[] or int[]", "use float[] or int[]");
        }
        return array;
    }

    private int operate(int i, OperatorInstruction operator) {
        switch (operator.opcode()) {
            case FCMPL, FCMPG, LCMP -> {
                return compare(i, operator.opcode());
            }
            case ARRAYLENGTH -> throw code.refuse(i, "the length of an array", "pass it to the kernel as an int");
            default -> {}
        }
        Operation operation = Arithmetic.operation(operator.opcode()).orElseThrow(() -> refusals.of(i, operator));
        Expression right = stack.pop();
        stack.push(
                operation.operands().size() == 1
                        ? Folding.apply(operation, Folding.toInt(right))
                        : Arithmetic.binary(operation, stack.pop(), right));
        return i + 1;
    }

    /** A comparison and the jump that follows it. */
    private int compare(int i, Opcode opcode) {
        if (i + 1 >= code.size()
                || code.isLeader(i + 1)
                || !(code.at(i + 1) instanceof BranchInstruction branch)
                || Compare.isGoto(branch.opcode())) {
            throw code.refuse(
                    i, "the result of a comparison as a number", "use <, <=, ==, != and the conditional operator");
        }
        Expression right = stack.pop();
        Expression left = stack.pop();
        Compare compare = Compare.of(branch.opcode());
        branch(
                i + 1,
                branch,
                opcode == Opcode.LCMP
                        ? compare.longs(left, right)
                        : compare.floats(left, right, opcode == Opcode.FCMPG));
        return -1;
    }

    /** A conversion; {@code (float) Math.sqrt(x)} is three instructions and one operation. */
    private int convert(int i, ConvertInstruction convert) {
        if (convert.opcode() == Opcode.F2D) {
            return betweenCasts(i);
        }
        Expression value = Folding.toInt(stack.pop());
        stack.push(Arithmetic.narrow(convert.opcode(), value).orElseGet(() -> {
            Operation operation = Arithmetic.operation(convert.opcode()).orElseThrow(() -> refusals.of(i, convert));
            return Folding.apply(operation, value);
        }));
        return i + 1;
    }

    /** A float has become a double: goes on after the function and the cast that follow. */
    private int betweenCasts(int i) {
        if (i + 2 < code.size()
                && code.at(i + 1) instanceof InvokeInstruction call
                && code.at(i + 2).opcode() == Opcode.D2F) {
            Optional<Operation> operation = Intrinsics.betweenCasts(
                    call.owner().asInternalName(), call.name().stringValue());
            if (operation.isPresent()) {
                stack.push(Folding.apply(operation.get(), stack.pop()));
                return i + 3;
            }
        }
        throw refusals.doubles(i);
    }

    private void shuffle(int i, Opcode opcode) {
        switch (opcode) {
            case POP -> stack.pop();
            case POP2 -> {
                if (stack.pop().type() != Scalar.LONG) {
                    stack.pop();
                }
            }
            case DUP -> stack.duplicate(1);
            case DUP2 -> stack.duplicate(stack.peek().type() == Scalar.LONG ? 1 : 2);
            case DUP_X1 -> stack.duplicateBelow(1);
            case DUP_X2 -> stack.duplicateBelow(2);
            default -> throw code.refuse(i, "the instruction " + opcode, "split the expression in two");
        }
    }

    private void field(int i, FieldInstruction field) {
        if (field.opcode() == Opcode.GETFIELD && stack.peek().type() == Type.Context.CONTEXT) {
            stack.pop();
            stack.push(calls.position(i, field));
        } else if (field.opcode() == Opcode.GETSTATIC) {
            stack.push(calls.constantField(i, field));
        } else {
            throw refusals.of(i, field);
        }
    }

    private void branch(int i, BranchInstruction branch) {
        Opcode opcode = branch.opcode();
        switch (opcode) {
            case GOTO, GOTO_W -> node.terminator = new Terminator.Goto(enter(code.target(branch.target()), i));
            case IFEQ -> branch(i, branch, Folding.not(Folding.toBoolean(stack.pop())));
            case IFNE -> branch(i, branch, Folding.toBoolean(stack.pop()));
            case IFLT, IFGE, IFGT, IFLE ->
                branch(i, branch, Compare.of(opcode).ints(Folding.toInt(stack.pop()), Constant.of(0)));
            case IF_ICMPEQ, IF_ICMPNE, IF_ICMPLT, IF_ICMPGE, IF_ICMPGT, IF_ICMPLE -> {
                Expression right = Folding.toInt(stack.pop());
                branch(i, branch, Compare.of(opcode).ints(Folding.toInt(stack.pop()), right));
            }
            default -> throw code.refuse(i, "a comparison of objects", "kernels have numbers and arrays only");
        }
    }

    private void branch(int i, BranchInstruction branch, Expression condition) {
        int target = code.target(branch.target());
        if (condition instanceof Constant known) {
            node.terminator = new Terminator.Goto(enter(known.bits() != 0 ? target : i + 1, i));
            return;
        }
        divide();
        node.terminator = new Terminator.Branch(condition, enter(target, i), enter(i + 1, i));
    }

    private void divide() {
        stack.keepAll(function::isShared);
        function.share(stack.values());
    }

    private void choose(int i, List<SwitchCase> cases, int otherwise) {
        stack.duplicate(1);
        Expression value = Folding.toInt(stack.pop());
        stack.pop();
        if (value instanceof Constant known) {
            int target = cases.stream()
                    .filter(choice -> choice.caseValue() == known.asInt())
                    .map(choice -> code.target(choice.target()))
                    .findFirst()
                    .orElse(otherwise);
            node.terminator = new Terminator.Goto(enter(target, i));
            return;
        }
        List<SwitchCase> wanted = cases.stream()
                .filter(choice -> code.target(choice.target()) != otherwise)
                .toList();
        if (wanted.size() >= FunctionBuilder.BLOCKS) {
            throw code.refuse(i, "a switch of " + wanted.size() + " cases", "use fewer");
        }
        divide();
        Graph.Node first = node;
        Graph.Node from = node;
        for (int k = 0; k < wanted.size(); k++) {
            SwitchCase choice = wanted.get(k);
            Expression condition = Folding.apply(Operation.INT_EQ, value, Constant.of(choice.caseValue()));
            int next = k + 1 < wanted.size() ? block + k + 1 : enter(otherwise, i);
            from.terminator = new Terminator.Branch(condition, enter(code.target(choice.target()), i), next);
            if (k + 1 < wanted.size()) {
                from = function.node(next);
            }
        }
        if (wanted.isEmpty()) {
            first.terminator = new Terminator.Goto(enter(otherwise, i));
        }
    }

    private int enter(int target, int at) {
        return function.enter(target, stack.values(), node.statements, at);
    }
}
