package dev.soma.runtime.compiler;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The blocks of a function while it is made: their names are ascending ints with gaps, in the order of the source. */
final class Graph {

    /** A block that grows. */
    static final class Node {
        final List<Statement> statements = new ArrayList<>();
        Terminator terminator = new Terminator.Return(null);
    }

    private final NavigableMap<Integer, Node> nodes = new TreeMap<>();

    /** The blocks by name; the lowest is the entry. */
    NavigableMap<Integer, Node> nodes() {
        return nodes;
    }

    /** How many edges lead to each block; the entry has one more. */
    Map<Integer, Integer> predecessors() {
        Map<Integer, Integer> counts = new HashMap<>();
        counts.merge(nodes.firstKey(), 1, Integer::sum);
        for (Node node : nodes.values()) {
            node.terminator.successors().forEach(target -> counts.merge(target, 1, Integer::sum));
        }
        return counts;
    }

    /** The block of that name, made if there is none. */
    Node node(int name) {
        return nodes.computeIfAbsent(name, key -> new Node());
    }

    /** The block of that name, if there is one. */
    @Nullable
    Node get(int name) {
        return nodes.get(name);
    }

    /** The blocks, numbered from 0 without gaps. */
    List<Block> blocks() {
        Map<Integer, Integer> numbers = new HashMap<>();
        nodes.keySet().forEach(name -> numbers.put(name, numbers.size()));
        return nodes.values().stream()
                .map(node -> new Block(node.statements, node.terminator.retarget(name -> {
                    Integer number = numbers.get(name);
                    if (number == null) {
                        throw new IllegalStateException("a jump to block " + name + ", which is gone");
                    }
                    return number;
                })))
                .toList();
    }
}
