package dev.soma.layers.data;

/** The two parts most datasets come in. */
public enum Split {
    /** To train on. */
    TRAIN,
    /** To evaluate on. */
    TEST
}
