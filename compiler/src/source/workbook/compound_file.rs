//! Compound files: the container of xls and of encrypted workbooks ([MS-CFB]).
//!
//! A file is cut into sectors, a table chains them into streams, and small streams lie in sectors of a stream of their own. Every chain is
//! followed for as many sectors as there are, so that one that runs in a circle ends.

/// A compound file.
pub(super) struct CompoundFile<'a> {
    bytes: &'a [u8],
    /// Bytes of a sector: 512 or 4096.
    sector: usize,
    /// The sector after each sector.
    next: Vec<u32>,
    /// The same of the sectors of `small`.
    next_small: Vec<u32>,
    small: Vec<u8>,
    /// Streams shorter than this lie in `small`.
    cutoff: u64,
    entries: Vec<Entry>,
}

/// An entry of the directory.
struct Entry {
    name: String,
    left: u32,
    right: u32,
    child: u32,
    start: u32,
    size: u64,
    is_stream: bool,
}

/// Bytes of a sector of small streams.
const SMALL: usize = 64;
/// The last sector number that is one; what is above marks ends and free sectors.
const LAST_SECTOR: u32 = 0xFFFF_FFFA;

pub(super) fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}

pub(super) fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

impl<'a> CompoundFile<'a> {
    /// Opens a compound file. An error says what is wrong, as a phrase that follows a colon.
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, String> {
        Self::read(bytes).ok_or_else(|| "its table of contents is missing or wrong".to_owned())
    }

    fn read(bytes: &'a [u8]) -> Option<Self> {
        let sector = match u16_at(bytes, 30)? {
            9 => 512,
            12 => 4096,
            _ => return None,
        };
        let mut file = Self {
            bytes,
            sector,
            next: Vec::new(),
            next_small: Vec::new(),
            small: Vec::new(),
            cutoff: u64::from(u32_at(bytes, 56)?),
            entries: Vec::new(),
        };
        // Where the table of chains lies: 109 sectors in the header, the others in a chain of their own.
        let mut table: Vec<u32> = (0..109).filter_map(|index| u32_at(bytes, 76 + 4 * index)).collect();
        let mut more = u32_at(bytes, 68)?;
        for _ in 0..file.sectors() {
            let Some(sector) = file.sector(more) else { break };
            let numbers = sector.len() / 4 - 1;
            table.extend((0..numbers).filter_map(|index| u32_at(sector, 4 * index)));
            more = u32_at(sector, 4 * numbers)?;
        }
        let count = u32_at(bytes, 44)? as usize;
        for number in table.into_iter().filter(|number| *number <= LAST_SECTOR).take(count.min(file.sectors())) {
            let numbers: Vec<u32> = file.sector(number)?.as_chunks::<4>().0.iter().map(|number| u32::from_le_bytes(*number)).collect();
            file.next.extend(numbers);
        }
        let directory = file.chain(u32_at(bytes, 48)?);
        file.entries = directory.as_chunks::<128>().0.iter().filter_map(|entry| Entry::read(entry)).collect();
        let small = file.chain(u32_at(bytes, 60)?);
        file.next_small = small.as_chunks::<4>().0.iter().map(|number| u32::from_le_bytes(*number)).collect();
        let (start, size) = file.entries.first().map(|root| (root.start, root.size))?;
        file.small = file.chain(start);
        file.small.truncate(usize::try_from(size).ok()?);
        Some(file)
    }

    fn sectors(&self) -> usize {
        self.bytes.len() / self.sector
    }

    /// A sector; the last of a file may be cut short.
    fn sector(&self, number: u32) -> Option<&'a [u8]> {
        if number > LAST_SECTOR {
            return None;
        }
        let start = (number as usize).checked_add(1)?.checked_mul(self.sector)?;
        self.bytes.get(start..self.bytes.len().min(start.checked_add(self.sector)?)).filter(|sector| sector.len() >= 4)
    }

    /// The bytes of a chain of sectors, as far as it goes.
    fn chain(&self, mut number: u32) -> Vec<u8> {
        let mut bytes = Vec::new();
        for _ in 0..self.sectors() {
            let Some(sector) = self.sector(number) else { break };
            bytes.extend_from_slice(sector);
            let Some(next) = self.next.get(number as usize) else { break };
            number = *next;
        }
        bytes
    }

    fn small_chain(&self, mut number: u32) -> Vec<u8> {
        let mut bytes = Vec::new();
        for _ in 0..self.small.len().div_ceil(SMALL) {
            let start = (number as usize).saturating_mul(SMALL);
            let Some(sector) = self.small.get(start..self.small.len().min(start.saturating_add(SMALL))) else { break };
            bytes.extend_from_slice(sector);
            let Some(next) = self.next_small.get(number as usize) else { break };
            number = *next;
        }
        bytes
    }

    /// Whether the root has a stream of this name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.entry(name).is_some()
    }

    /// A stream of the root, and whether it is whole; `None` if there is none of this name.
    pub(super) fn stream(&self, name: &str) -> Option<(Vec<u8>, bool)> {
        let entry = self.entry(name)?;
        let mut bytes = if entry.size < self.cutoff { self.small_chain(entry.start) } else { self.chain(entry.start) };
        let whole = bytes.len() as u64 >= entry.size;
        bytes.truncate(usize::try_from(entry.size).unwrap_or(usize::MAX));
        Some((bytes, whole))
    }

    /// A stream's entry among the children of the root: a book inside a book has streams of the same names.
    fn entry(&self, name: &str) -> Option<&Entry> {
        let mut open = vec![self.entries.first()?.child];
        for _ in 0..=self.entries.len() {
            let Some(entry) = self.entries.get(open.pop()? as usize) else { continue };
            if entry.is_stream && entry.name.eq_ignore_ascii_case(name) {
                return Some(entry);
            }
            open.extend([entry.left, entry.right].into_iter().filter(|number| *number <= LAST_SECTOR));
        }
        None
    }
}

impl Entry {
    fn read(bytes: &[u8]) -> Option<Self> {
        let length = usize::from(u16_at(bytes, 64)?).clamp(2, 64) - 2;
        let units: Vec<u16> = (0..length / 2).filter_map(|index| u16_at(bytes, 2 * index)).collect();
        Some(Self {
            name: String::from_utf16_lossy(&units),
            left: u32_at(bytes, 68)?,
            right: u32_at(bytes, 72)?,
            child: u32_at(bytes, 76)?,
            start: u32_at(bytes, 116)?,
            // The upper half of the size is used by large sectors only, and no book is that large.
            size: u64::from(u32_at(bytes, 120)?),
            is_stream: *bytes.get(66)? == 2,
        })
    }
}
