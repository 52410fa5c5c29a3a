package dev.soma.layers.data;

/** Records of the binary versions of CIFAR: one or two labels, then 32 x 32 pixels of red, of green, of blue. */
public enum CifarFormat {
    /** CIFAR-10: 10 classes, 3073 bytes a record. */
    CIFAR10(1, 0, 10),
    /** CIFAR-100 with its 20 superclasses, 3074 bytes a record. */
    CIFAR100_COARSE(2, 0, 20),
    /** CIFAR-100 with its 100 classes, 3074 bytes a record. */
    CIFAR100_FINE(2, 1, 100);

    private final int labelBytes;
    private final int labelIndex;
    private final int classes;

    CifarFormat(int labelBytes, int labelIndex, int classes) {
        this.labelBytes = labelBytes;
        this.labelIndex = labelIndex;
        this.classes = classes;
    }

    /** Bytes of labels in front of the pixels. */
    int labelBytes() {
        return labelBytes;
    }

    /** Which of them is the label. */
    int labelIndex() {
        return labelIndex;
    }

    /** The number of classes. */
    public int classes() {
        return classes;
    }
}
