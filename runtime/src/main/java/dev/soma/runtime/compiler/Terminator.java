package dev.soma.runtime.compiler;

import java.util.List;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/** How a block ends. Blocks are named by their numbers in {@link Function#blocks}. */
public sealed interface Terminator {

    /** Where control may go next. */
    List<Integer> successors();

    /** The same with other targets. */
    Terminator retarget(IntUnaryOperator target);

    /** Goes on at a block. */
    record Goto(int target) implements Terminator {
        @Override
        public List<Integer> successors() {
            return List.of(target);
        }

        @Override
        public Terminator retarget(IntUnaryOperator map) {
            return new Goto(map.applyAsInt(target));
        }
    }

    /** Goes on at one of two blocks. */
    record Branch(Expression condition, int ifTrue, int ifFalse) implements Terminator {
        @Override
        public List<Integer> successors() {
            return List.of(ifTrue, ifFalse);
        }

        @Override
        public Terminator retarget(IntUnaryOperator map) {
            return new Branch(condition, map.applyAsInt(ifTrue), map.applyAsInt(ifFalse));
        }
    }

    /** Ends the function, with its result if it has one. */
    record Return(@Nullable Expression value) implements Terminator {
        @Override
        public List<Integer> successors() {
            return List.of();
        }

        @Override
        public Terminator retarget(IntUnaryOperator map) {
            return this;
        }
    }
}
