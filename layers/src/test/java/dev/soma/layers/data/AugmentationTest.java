package dev.soma.layers.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AugmentationTest {
    /** The value of a place of images that were changed, or of the original if they were not. */
    private static float at(Images images, int frame, int y, int x, int c) {
        return images.values()[images.row(frame, y) + x * images.channels() + c];
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void cropMovesTheImage(long seed) {
        for (int padding : new int[] {0, 1, 4, 9}) {
            Set<Integer> moves = new HashSet<>();
            for (int draw = 0; draw < 200; draw++) {
                moves.add(cropped(new SeededRandom(seed, draw), padding, 2, 5, 7, 3));
            }
            int directions = 2 * padding + 1;
            // where the image has left, one move looks like the other
            int seen = padding < 5 ? Math.min(directions * directions, 200) / 2 : 2;
            assertTrue(moves.size() >= seen, moves.size() + " of " + directions * directions + " moves");
        }
    }

    /** Crops, checks every pixel, and returns the move as one number. */
    private static int cropped(SeededRandom random, int padding, int frames, int height, int width, int channels) {
        Images original = Numbered.images(frames, height, width, channels);
        Images images = Numbered.images(frames, height, width, channels);
        new RandomCrop(padding, -1f).apply(images, random);
        for (int down = -padding; down <= padding; down++) {
            for (int right = -padding; right <= padding; right++) {
                if (isMoved(original, images, down, right)) {
                    assertBesides(original, images);
                    return down * 1000 + right;
                }
            }
        }
        throw new AssertionError("the image was not moved as a whole");
    }

    private static boolean isMoved(Images original, Images images, int down, int right) {
        boolean same = true;
        for (int t = 0; t < images.frames(); t++) {
            for (int y = 0; y < images.height(); y++) {
                for (int x = 0; x < images.width(); x++) {
                    for (int c = 0; c < images.channels(); c++) {
                        boolean inside =
                                y >= down && y - down < images.height() && x >= right && x - right < images.width();
                        float expected = inside ? at(original, t, y - down, x - right, c) : -1f;
                        same &= at(images, t, y, x, c) == expected;
                    }
                }
            }
        }
        return same;
    }

    /** What lies beside the images in the array must stay. */
    private static void assertBesides(Images original, Images images) {
        int end = images.row(images.frames(), 0);
        for (int i = 0; i < images.values().length; i++) {
            if (i < images.offset() || i >= end) {
                assertEquals(original.values()[i], images.values()[i]);
            }
        }
    }

    @Test
    void flipMirrorsEachRow() {
        for (int width = 1; width <= 4; width++) {
            Images original = Numbered.images(2, 3, width, 2);
            Images images = Numbered.images(2, 3, width, 2);
            new HorizontalFlip(1f).apply(images, new SeededRandom(1));
            for (int t = 0; t < 2; t++) {
                for (int y = 0; y < 3; y++) {
                    for (int x = 0; x < width; x++) {
                        assertEquals(at(original, t, y, width - 1 - x, 0), at(images, t, y, x, 0));
                        assertEquals(at(original, t, y, width - 1 - x, 1), at(images, t, y, x, 1));
                    }
                }
            }
            assertBesides(original, images);
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void flipMirrorsAsOftenAsAsked(long seed) {
        for (float probability : new float[] {0f, 0.25f, 0.5f, 1f}) {
            int flips = 0;
            for (int draw = 0; draw < 2000; draw++) {
                Images images = new Images(new float[] {1, 2}, 0, 1, 1, 2, 1);
                new HorizontalFlip(probability).apply(images, new SeededRandom(seed, draw));
                flips += images.values()[0] == 2 ? 1 : 0;
            }
            // five standard deviations
            assertEquals(2000 * probability, flips, 5 * Math.sqrt(2000 * probability * (1 - probability)));
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void cutoutOverwritesASquare(long seed) {
        for (int length : new int[] {1, 2, 3, 8, 20}) {
            for (int draw = 0; draw < 50; draw++) {
                Images original = Numbered.images(2, 5, 7, 3);
                Images images = Numbered.images(2, 5, 7, 3);
                new Cutout(length, -1f).apply(images, new SeededRandom(seed, draw));
                assertTrue(isCut(original, images, length), "no square of side " + length);
                assertBesides(original, images);
            }
        }
    }

    /** Whether there is a centre such that exactly its square is overwritten. */
    private static boolean isCut(Images original, Images images, int length) {
        for (int centreY = 0; centreY < images.height(); centreY++) {
            for (int centreX = 0; centreX < images.width(); centreX++) {
                boolean same = true;
                for (int t = 0; t < images.frames(); t++) {
                    for (int y = 0; y < images.height(); y++) {
                        for (int x = 0; x < images.width(); x++) {
                            int top = centreY - length / 2;
                            int left = centreX - length / 2;
                            boolean cut = y >= top && y < top + length && x >= left && x < left + length;
                            for (int c = 0; c < images.channels(); c++) {
                                same &= at(images, t, y, x, c) == (cut ? -1f : at(original, t, y, x, c));
                            }
                        }
                    }
                }
                if (same) {
                    return true;
                }
            }
        }
        return false;
    }

    @Test
    void stepsAreAppliedInTheirOrder() {
        Images images = new Images(new float[] {0.5f, 1f}, 0, 1, 1, 2, 1);
        Augmentation.of(
                        new Normalization(new float[] {0.5f}, new float[] {0.25f}),
                        new HorizontalFlip(1f),
                        Augmentation.NONE)
                .apply(images, new SeededRandom(1));
        assertArrayEquals(new float[] {2f, 0f}, images.values());
    }

    @Test
    void refusesSettingsThatAreNone() {
        assertThrows(IllegalArgumentException.class, () -> new RandomCrop(-1));
        assertThrows(IllegalArgumentException.class, () -> new HorizontalFlip(1.5f));
        assertThrows(IllegalArgumentException.class, () -> new HorizontalFlip(Float.NaN));
        assertThrows(IllegalArgumentException.class, () -> new Cutout(0));
        assertThrows(IllegalArgumentException.class, () -> Images.of(new float[4], 0, 2, 2));
        assertThrows(IllegalArgumentException.class, () -> Images.of(new float[4], 0, 2, 2, 0));
        assertThrows(IndexOutOfBoundsException.class, () -> Images.of(new float[4], 1, 2, 2, 1));
    }
}
