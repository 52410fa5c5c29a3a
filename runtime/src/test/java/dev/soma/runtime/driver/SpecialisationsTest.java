package dev.soma.runtime.driver;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.soma.kernels.KernelContext;
import dev.soma.runtime.DeviceException;
import dev.soma.runtime.Grid;
import dev.soma.runtime.Kernel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SpecialisationsTest {
    private static final Kernel KERNEL = Kernel.of(SpecialisationsTest.class, "kernel");
    private static final int UNSET = 17;
    private static final Grid GRID = Grid.of(8, 8);
    private static final Form GENERAL = new Form(Map.of(), 8);

    /** A form that remembers what it was compiled for. */
    private record Form(Map<String, Integer> constants, long maxGroup, List<String> closed) implements KernelForm {
        Form(Map<String, Integer> constants, long maxGroup) {
            this(constants, maxGroup, new ArrayList<>());
        }

        @Override
        public void close() {
            closed.add("closed");
        }
    }

    /** A kernel with two ints. */
    public static void kernel(KernelContext context, int rows, float factor, int columns, float[] x) {
        x[context.globalIdx] = factor * rows * columns;
    }

    private static Specialisations<Form> after(int launches) {
        return new Specialisations<>(KERNEL, launches, constants -> new Form(constants, 8));
    }

    private static Form select(Specialisations<Form> forms, int rows, int columns) {
        return forms.select(GENERAL, GRID, rows, 1f, columns, "x");
    }

    @Test
    void compilesForValuesThatComeOftenEnough() {
        Specialisations<Form> forms = after(2);
        assertSame(GENERAL, select(forms, 3, 4));
        assertSame(GENERAL, select(forms, 4, 3));
        assertSame(GENERAL, select(forms, 3, 4));
        Form form = select(forms, 3, 4);
        assertEquals(Map.of("rows", 3, "columns", 4), form.constants());
        assertSame(form, select(forms, 3, 4), "compiled once");
        assertSame(GENERAL, select(forms, 4, 3), "others are counted on their own");
    }

    @Test
    void neverMeansNever() {
        Specialisations<Form> forms = after(Specialisations.NEVER);
        for (int i = 0; i < 1000; i++) {
            assertSame(GENERAL, select(forms, 3, 4));
        }
    }

    @Test
    void aFormThatRunsSmallerGroupsOnlyIsNotUsedForLargerOnes() {
        Specialisations<Form> forms = new Specialisations<>(KERNEL, 0, constants -> new Form(constants, 4));
        assertSame(GENERAL, select(forms, 3, 4));
        assertEquals(4, forms.select(GENERAL, Grid.of(8, 4), 3, 1f, 4, "x").maxGroup());
    }

    @Test
    void valuesThatNeverComeAgainMakeRoomForOthers() {
        Specialisations<Form> forms = after(1);
        select(forms, 0, 0);
        Form kept = select(forms, 0, 0);
        for (int i = 1; i < 10 * Specialisations.MOST; i++) {
            assertSame(GENERAL, select(forms, i, 0), "values that come once");
        }
        assertSame(kept, select(forms, 0, 0));
        select(forms, 5, 5);
        assertEquals(Map.of("rows", 5, "columns", 5), select(forms, 5, 5).constants());
    }

    @Test
    void formsAreNoMoreThanTheMost() {
        Specialisations<Form> forms = after(0);
        for (int i = 0; i < Specialisations.MOST; i++) {
            assertEquals(i, select(forms, i, 0).constants().get("rows"));
        }
        assertSame(GENERAL, select(forms, -1, 0));
        assertEquals(0, select(forms, 0, 0).constants().get("rows"), "the others stay");
    }

    @Test
    void closingFreesTheForms() {
        Specialisations<Form> forms = after(0);
        Form first = select(forms, 1, 1);
        Form second = select(forms, 2, 2);
        forms.close();
        assertEquals(List.of("closed"), first.closed());
        assertEquals(List.of("closed"), second.closed());
        assertTrue(GENERAL.closed().isEmpty(), "the general form is not theirs");
    }

    @Test
    void constantsAreNoParameters() {
        assertArrayEquals(new int[] {0, 1, 2, 3}, Specialisations.slots(KERNEL, Map.of()));
        assertArrayEquals(new int[] {-1, 0, -1, 1}, Specialisations.slots(KERNEL, Map.of("rows", 3, "columns", 4)));
    }

    @Test
    void thePropertySaysWhen() {
        assertEquals(UNSET, launchesFor(null));
        assertEquals(0, launchesFor("0"));
        assertEquals(Specialisations.NEVER, launchesFor("off"));
        DeviceException e = assertThrows(DeviceException.class, () -> launchesFor("soon"));
        assertTrue(String.valueOf(e.getMessage()).contains("soma.specialise is 'soon'"), e.getMessage());
    }

    private static int launchesFor(@Nullable String value) {
        String before = System.getProperty("soma.specialise");
        set(value);
        try {
            return Specialisations.launches(UNSET);
        } finally {
            set(before);
        }
    }

    private static void set(@Nullable String value) {
        if (value == null) {
            System.clearProperty("soma.specialise");
        } else {
            System.setProperty("soma.specialise", value);
        }
    }
}
