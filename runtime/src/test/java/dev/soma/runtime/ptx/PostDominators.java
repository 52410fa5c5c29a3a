package dev.soma.runtime.ptx;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;

/**
 * Where the lanes of a divergent branch meet again: its immediate post-dominator (Cooper, Harvey, Kennedy: A Simple, Fast
 * Dominance Algorithm). Lanes that leave early meet nobody, so a path that ends in an early {@code ret} does not count:
 * the paths are those to the function's last {@code ret}.
 */
final class PostDominators {
    private static final int NONE = -1;

    private final int[][] successors;
    private final int[][] predecessors;
    private final int[] number;
    private final int[] immediate;

    /** {@code code} is one function, whose first instruction has the position {@code start}. */
    PostDominators(List<Instruction> code, int start) {
        int n = code.size();
        this.successors = new int[n][];
        this.predecessors = new int[n][];
        this.number = new int[n];
        this.immediate = new int[n];
        int[] counts = new int[n];
        for (int i = 0; i < n; i++) {
            successors[i] = successors(code.get(i), i, start);
            for (int next : successors[i]) {
                counts[next]++;
            }
        }
        for (int i = 0; i < n; i++) {
            predecessors[i] = new int[counts[i]];
        }
        for (int i = 0; i < n; i++) {
            for (int next : successors[i]) {
                predecessors[next][--counts[next]] = i;
            }
        }
        Arrays.fill(number, NONE);
        Arrays.fill(immediate, NONE);
        int last = lastReturn(code);
        if (last >= 0) {
            compute(last);
        }
    }

    /** For each instruction the position of its immediate post-dominator in the function, or -1. */
    int[] immediate() {
        return immediate;
    }

    private static int[] successors(Instruction instruction, int i, int start) {
        boolean guarded = instruction.guard() >= 0;
        return switch (instruction.operation()) {
            case Operation.Branch branch ->
                guarded && branch.target() - start != i + 1
                        ? new int[] {branch.target() - start, i + 1}
                        : new int[] {branch.target() - start};
            case Operation.Return r -> guarded ? new int[] {i + 1} : new int[0];
            case Operation.Exit e -> guarded ? new int[] {i + 1} : new int[0];
            case Operation.Trap t -> guarded ? new int[] {i + 1} : new int[0];
            default -> new int[] {i + 1};
        };
    }

    private int lastReturn(List<Instruction> code) {
        BitSet reached = new BitSet();
        Deque<Integer> open = new ArrayDeque<>();
        open.push(0);
        reached.set(0);
        while (!open.isEmpty()) {
            for (int next : successors[open.pop()]) {
                if (!reached.get(next)) {
                    reached.set(next);
                    open.push(next);
                }
            }
        }
        for (int i = code.size() - 1; i >= 0; i--) {
            if (reached.get(i) && successors[i].length == 0 && !(code.get(i).operation() instanceof Operation.Trap)) {
                return i;
            }
        }
        return NONE;
    }

    private void compute(int exit) {
        int[] order = postorder(exit);
        immediate[exit] = exit;
        boolean changed = true;
        while (changed) {
            changed = false;
            for (int k = order.length - 2; k >= 0; k--) {
                int meeting = NONE;
                for (int next : successors[order[k]]) {
                    if (immediate[next] != NONE) {
                        meeting = meeting == NONE ? next : meeting(next, meeting);
                    }
                }
                if (immediate[order[k]] != meeting) {
                    immediate[order[k]] = meeting;
                    changed = true;
                }
            }
        }
        immediate[exit] = NONE;
    }

    private int meeting(int first, int second) {
        int a = first;
        int b = second;
        while (a != b) {
            while (number[a] < number[b]) {
                a = immediate[a];
            }
            while (number[b] < number[a]) {
                b = immediate[b];
            }
        }
        return a;
    }

    /** All instructions that reach the exit, against the edges' direction, in postorder; numbers them so. */
    private int[] postorder(int exit) {
        int[] order = new int[number.length];
        int[] visited = new int[number.length];
        BitSet seen = new BitSet();
        Deque<Integer> path = new ArrayDeque<>();
        path.push(exit);
        seen.set(exit);
        int count = 0;
        while (!path.isEmpty()) {
            int top = path.element();
            if (visited[top] < predecessors[top].length) {
                int previous = predecessors[top][visited[top]++];
                if (!seen.get(previous)) {
                    seen.set(previous);
                    path.push(previous);
                }
            } else {
                path.pop();
                number[top] = count;
                order[count++] = top;
            }
        }
        return Arrays.copyOf(order, count);
    }
}
