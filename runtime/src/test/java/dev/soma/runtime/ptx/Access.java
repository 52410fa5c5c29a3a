package dev.soma.runtime.ptx;

/**
 * What a load or store touches in each lane.
 *
 * @param base the place of the register that holds the address
 * @param elements 1, 2 or 4
 */
record Access(int base, long offset, PtxType type, int elements) {
    /** Bytes of a lane. */
    int bytes() {
        return type.bytes() * elements;
    }

    long address(long[] r, int lane) {
        return r[base + lane] + offset;
    }

    void checkAligned(Warp warp, int lane, long address) {
        if ((address & bytes() - 1) != 0) {
            throw warp.fault(
                    lane,
                    "the address 0x" + Long.toHexString(address) + " is not a multiple of " + bytes()
                            + ", as an access of " + bytes() + " bytes needs");
        }
    }
}
