package dev.soma.runtime.ptx;

/** {@code st.global}. */
final class GlobalStore extends GlobalAccess {
    private final int[] places;

    GlobalStore(Access access, int[] places) {
        super(access);
        this.places = places;
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
            long start = address - array.base();
            if (newSector(address)) {
                array.usage().writeSector(sector(start), warp.launch().issued());
            }
            array.usage().writeBytes(size(), newBytes(address));
            for (int i = 0; i < places.length; i++) {
                long offset = start + (long) i * type.bytes();
                long value = type.narrow(r[places[i] + lane]);
                if (checked) {
                    boolean same = type.narrow(array.load(offset, type)) == value;
                    checkWriteRace(warp, lane, array, offset, type.bytes(), same);
                }
                markWritten(warp, lane, array, offset);
                array.store(offset, type, value);
            }
        }
    }

    private void markWritten(Warp warp, int lane, Allocation array, long offset) {
        for (int i = 0; i < access.type().bytes(); i += 4) {
            if (array.usage().write((int) ((offset + i) >>> 2))) {
                throw warp.fault(
                        lane,
                        "the write of byte " + (offset + i) + " of " + GlobalMemory.name(array)
                                + ", which this launch reads with ld.global.nc");
            }
        }
    }
}
