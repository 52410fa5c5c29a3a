package dev.soma.layers.data;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class NaturalOrderTest {
    @Test
    void ordersNumbersByValue() {
        List<String> ordered = List.of(
                "", "0", "2", "10", "a", "a02", "a2", "a2b", "a10", "a18446744073709551616", "b", "b1c2", "b1c10");
        for (int i = 0; i < ordered.size(); i++) {
            for (int k = 0; k < ordered.size(); k++) {
                int order = new NaturalOrder().compare(ordered.get(i), ordered.get(k));
                assertEquals(
                        Integer.signum(Integer.compare(i, k)),
                        Integer.signum(order),
                        ordered.get(i) + ", " + ordered.get(k));
            }
        }
    }
}
