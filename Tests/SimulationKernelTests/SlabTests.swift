import SimulationKernel
import TestSupport
import Testing

struct Parcel: SlabElement {
  var slabWord: UInt32 = 0
  var label: UInt64
}

@Suite("A slab")
struct SlabTests {
  @Test("keeps every element under its handle through growth, removal and reuse")
  func agreesWithList() throws {
    try withEverySeed(100) { seed in
      var random = EntityRandom(seed: seed, stream: "slab")
      var slab = Slab<Parcel>(capacity: 1 << random.below(7))
      var kept: [(handle: Handle<Parcel>, label: UInt64)] = []
      var stale: [Handle<Parcel>] = []
      for label in 0..<2_000 as Range<UInt64> {
        if random.below(5) < 3 || kept.isEmpty {
          kept.append((slab.insert(Parcel(label: label)), label))
        } else {
          let gone = kept.remove(at: random.below(kept.count))
          slab.remove(gone.handle)
          stale.append(gone.handle)
        }
      }
      let (count, capacity) = (slab.count, slab.capacity)
      try #require(count == kept.count && capacity >= count)
      let areKept = kept.map { slab.contains($0.handle) && slab[$0.handle].label == $0.label }
      try #require(!areKept.contains(false))
      let areFound = stale.suffix(200).map { slab.contains($0) }
      try #require(!areFound.contains(true))
    }
  }

  @Test("finds its elements in slot order")
  func scansInSlotOrder() {
    var slab = Slab<Parcel>(capacity: 4)
    let handles = (0..<10).map { slab.insert(Parcel(label: $0)) }
    for handle in handles where handle.index.isMultiple(of: 3) { slab.remove(handle) }
    let found = (0..<slab.capacity).compactMap { slab.handle(at: $0) }
    #expect(found == handles.filter { !$0.index.isMultiple(of: 3) })
  }

  @Test("gives a slot back under a new handle, 255 times before a handle comes again")
  func generationsDiffer() throws {
    var slab = Slab<Parcel>()
    var seen: [Handle<Parcel>] = []
    for label in 0..<255 as Range<UInt64> {
      let handle = slab.insert(Parcel(label: label))
      try #require(!seen.contains(handle) && !handle.isNone && handle.index == 0)
      seen.append(handle)
      slab.remove(handle)
    }
    let handle = slab.insert(Parcel(label: 0))
    #expect(handle == seen[0])
  }

  @Test("contains neither nothing nor a handle beyond its end")
  func strangersAreUnknown() {
    var slab = Slab<Parcel>(capacity: 1)
    let strangers = [Handle<Parcel>.none, Handle(rawValue: 0), Handle(rawValue: 1)]
    let before = strangers.map { slab.contains($0) }
    let handle = slab.insert(Parcel(label: 1))
    let after = strangers.map { slab.contains($0) }
    #expect(before == [false, false, false])
    #expect(after == strangers.map { $0 == handle } && !handle.isNone)
  }

  @Test("recognises a handle that is read after its element was removed")
  func staleReadStops() async {
    await #expect(processExitsWith: .failure) {
      var slab = Slab<Parcel>()
      let handle = slab.insert(Parcel(label: 7))
      slab.remove(handle)
      precondition(slab[handle].label == 7, "not reached")
    }
  }

  @Test("recognises a handle whose slot was given to another element")
  func reusedSlotStops() async {
    await #expect(processExitsWith: .failure) {
      var slab = Slab<Parcel>()
      let handle = slab.insert(Parcel(label: 7))
      slab.remove(handle)
      _ = slab.insert(Parcel(label: 8))
      slab[handle].label = 9
    }
  }

  @Test("recognises an element removed twice")
  func doubleRemovalStops() async {
    await #expect(processExitsWith: .failure) {
      var slab = Slab<Parcel>()
      let handle = slab.insert(Parcel(label: 7))
      slab.remove(handle)
      slab.remove(handle)
    }
  }
}

@Suite("A table")
struct TableTests {
  @Test("holds what an array holds through growth")
  func agreesWithArray() throws {
    var table = Table<UInt32>()
    var array: [UInt32] = []
    try withEvery("count", in: 0..<1_000) { count in
      if count.isMultiple(of: 100) {
        table.resize(to: array.count + 37, filling: 5)
        array += [UInt32](repeating: 5, count: 37)
      }
      table.append(UInt32(count))
      array.append(UInt32(count))
      table[count / 2] += 1
      array[count / 2] += 1
      let elements = (0..<table.count).map { table[$0] }
      try #require(elements == array)
    }
  }

  @Test("stops at an index beyond its end")
  func boundsAreChecked() async {
    await #expect(processExitsWith: .failure) {
      let table = Table<UInt32>([1, 2, 3])
      precondition(table[3] == 0, "not reached")
    }
  }
}
