package dev.soma.runtime.compiler;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;

/** The control flow of a function: dominators and loops. */
final class Flow {
    private final List<Block> blocks;
    private final int[] order;
    private final int[] dominator;
    private final List<List<Integer>> predecessors = new ArrayList<>();
    private final int[] loopEnd;

    Flow(List<Block> blocks) {
        this.blocks = blocks;
        int count = blocks.size();
        for (int b = 0; b < count; b++) {
            predecessors.add(new ArrayList<>());
        }
        for (int b = 0; b < count; b++) {
            for (int next : blocks.get(b).terminator().successors()) {
                predecessors.get(next).add(b);
            }
        }
        order = new int[count];
        dominator = new int[count];
        loopEnd = new int[count];
        Arrays.fill(loopEnd, -1);
        List<Integer> reversePostorder = reversePostorder();
        for (int i = 0; i < reversePostorder.size(); i++) {
            order[reversePostorder.get(i)] = i;
        }
        findDominators(reversePostorder);
        findLoops();
    }

    private List<Integer> reversePostorder() {
        List<Integer> result = new ArrayList<>();
        BitSet seen = new BitSet();
        Deque<int[]> stack = new ArrayDeque<>();
        stack.push(new int[] {0, 0});
        seen.set(0);
        while (!stack.isEmpty()) {
            int[] top = stack.element();
            List<Integer> next = blocks.get(top[0]).terminator().successors();
            if (top[1] == next.size()) {
                stack.pop();
                result.addFirst(top[0]);
            } else {
                int target = next.get(top[1]++);
                if (!seen.get(target)) {
                    seen.set(target);
                    stack.push(new int[] {target, 0});
                }
            }
        }
        return result;
    }

    /** Cooper, Harvey and Kennedy, "A simple, fast dominance algorithm", 2001. */
    private void findDominators(List<Integer> reversePostorder) {
        Arrays.fill(dominator, -1);
        dominator[0] = 0;
        boolean changed = true;
        while (changed) {
            changed = false;
            for (int b : reversePostorder.subList(1, reversePostorder.size())) {
                int common = -1;
                for (int p : predecessors.get(b)) {
                    if (dominator[p] >= 0) {
                        common = common < 0 ? p : common(common, p);
                    }
                }
                changed |= dominator[b] != common;
                dominator[b] = common;
            }
        }
    }

    private int common(int first, int second) {
        int a = first;
        int b = second;
        while (a != b) {
            if (order[a] > order[b]) {
                a = dominator[a];
            } else {
                b = dominator[b];
            }
        }
        return a;
    }

    private void findLoops() {
        for (int b = 0; b < blocks.size(); b++) {
            for (int next : blocks.get(b).terminator().successors()) {
                if (dominates(next, b)) {
                    loopEnd[next] = Math.max(loopEnd[next], lastOfLoop(next, b));
                }
            }
        }
    }

    /** The last block, in the order of the source, from which control can come back to the header through a jump of {@code latch}. */
    private int lastOfLoop(int header, int latch) {
        BitSet seen = new BitSet();
        seen.set(header);
        Deque<Integer> work = new ArrayDeque<>(List.of(latch));
        while (!work.isEmpty()) {
            int b = work.removeLast();
            if (!seen.get(b)) {
                seen.set(b);
                work.addAll(predecessors.get(b));
            }
        }
        return seen.length() - 1;
    }

    int immediateDominator(int block) {
        return dominator[block];
    }

    boolean dominates(int a, int b) {
        int at = b;
        while (at != a && at != 0) {
            at = dominator[at];
        }
        return at == a;
    }

    /** Whether blocks jump back to this one. */
    boolean isLoop(int block) {
        return loopEnd[block] >= 0;
    }

    /** Whether a block lies between a loop's header and the last jump back, in the order of the source. */
    boolean isInside(int header, int block) {
        return isLoop(header) && block >= header && block <= loopEnd[header] && dominates(header, block);
    }

    /** The blocks that jump to a loop's header from inside. */
    List<Integer> latches(int header) {
        return predecessors.get(header).stream()
                .filter(p -> dominates(header, p))
                .toList();
    }

    /** How many jumps lead to a block, but for those back to a loop's header. */
    int forwardPredecessors(int block) {
        return (int) predecessors.get(block).stream()
                .filter(p -> !dominates(block, p))
                .count();
    }

    /** Whether every path through the function passes the block once. */
    boolean isAlwaysExecutedOnce(int block) {
        for (int b = 0; b < blocks.size(); b++) {
            boolean ends = blocks.get(b).terminator() instanceof Terminator.Return;
            if (ends && !dominates(block, b)) {
                return false;
            }
        }
        return !reaches(block, block);
    }

    private boolean reaches(int from, int to) {
        BitSet seen = new BitSet();
        Deque<Integer> work = new ArrayDeque<>(blocks.get(from).terminator().successors());
        while (!work.isEmpty()) {
            int b = work.removeLast();
            if (b == to) {
                return true;
            }
            if (!seen.get(b)) {
                seen.set(b);
                work.addAll(blocks.get(b).terminator().successors());
            }
        }
        return false;
    }
}
