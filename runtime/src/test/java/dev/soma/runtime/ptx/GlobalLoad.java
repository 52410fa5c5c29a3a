package dev.soma.runtime.ptx;

/** {@code ld.global}. */
final class GlobalLoad extends GlobalAccess {
    private final int[] places;
    private final boolean constant;

    GlobalLoad(Access access, int[] places, boolean constant) {
        super(access);
        this.places = places;
        this.constant = constant;
    }

    @Override
    public void execute(Warp warp, int mask) {
        begin();
        long[] r = warp.r;
        boolean checked = warp.launch().checksRaces();
        PtxType type = access.type();
        for (int rest = mask; rest != 0; rest &= rest - 1) {
            int lane = Integer.numberOfTrailingZeros(rest);
            long address = access.address(r, lane);
            Allocation array = locate(warp, lane, address);
            long offset = address - array.base();
            if (newSector(address)) {
                array.usage().readSector(sector(offset), warp.launch().issued());
            }
            array.usage().readBytes(size(), newBytes(address));
            if (constant) {
                readConstant(warp, lane, array, offset);
            } else if (checked) {
                checkReadRace(warp, lane, array, offset);
            }
            for (int i = 0; i < places.length; i++) {
                r[places[i] + lane] = array.load(offset + (long) i * type.bytes(), type);
            }
        }
    }

    private void readConstant(Warp warp, int lane, Allocation array, long offset) {
        for (int i = 0; i < size(); i += 4) {
            if (array.usage().readConstant((int) ((offset + i) >>> 2))) {
                throw warp.fault(
                        lane,
                        "ld.global.nc reads byte " + (offset + i) + " of " + GlobalMemory.name(array)
                                + ", which this launch writes");
            }
        }
    }
}
