//! Whether boxes together cover another, and if not, what of it they leave out: without a diagram, for a question about one box or for
//! tables whose diagram would be too large.
//!
//! The box is cut along one cover, and each piece outside of it along the next. That is exact, and takes exponential time at worst, so it
//! is bounded by a number of steps.

use super::AtomSet;

/// The steps didn't suffice for an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OutOfSteps;

/// A box within `region` that none of `covers` meets; `None` if they cover all of it. All have the same dimensions.
///
/// A step is the comparison of two sides of boxes, or a copy of one; those taken are subtracted from `steps`. What is left out is usually found
/// in a few times as many steps as the covers have sides.
///
/// # Errors
///
/// [`OutOfSteps`], before there is an answer.
pub fn uncovered(region: &[AtomSet], covers: &[&[AtomSet]], steps: &mut usize) -> Result<Option<Vec<AtomSet>>, OutOfSteps> {
    if region.iter().any(AtomSet::is_empty) {
        return Ok(None);
    }
    let mut open = vec![(region.to_vec(), covers.to_vec())];
    while let Some((mut region, covers)) = open.pop() {
        let mut met: Vec<&[AtomSet]> = Vec::with_capacity(covers.len());
        for cover in covers {
            let apart = region.iter().zip(cover).position(|(set, side)| !set.intersects(side));
            *steps = steps.checked_sub(apart.map_or(region.len(), |side| side + 1)).ok_or(OutOfSteps)?;
            met.extend(apart.is_none().then_some(cover));
        }
        // The cover with the fewest sides within the box leaves the fewest pieces.
        let sides = |cover: &&[AtomSet]| region.iter().zip(*cover).filter(|(set, side)| !set.is_subset(side)).count();
        *steps = steps.checked_sub(met.len() * region.len()).ok_or(OutOfSteps)?;
        let Some(cover) = met.iter().copied().min_by_key(sides) else { return Ok(Some(region)) };
        let mut pieces = Vec::new();
        for dimension in 0..region.len() {
            let outside = region[dimension].difference(&cover[dimension]);
            if !outside.is_empty() {
                *steps = steps.checked_sub(met.len() + region.len()).ok_or(OutOfSteps)?;
                let mut piece = region.clone();
                piece[dimension] = outside;
                let of_piece: Vec<&[AtomSet]> =
                    met.iter().copied().filter(|other| piece[dimension].intersects(&other[dimension])).collect();
                pieces.push((piece, of_piece));
                region[dimension] = region[dimension].intersection(&cover[dimension]);
            }
        }
        // The piece that the fewest covers meet is looked at first: it is the likeliest to be left out.
        pieces.sort_by_key(|(_, covers)| std::cmp::Reverse(covers.len()));
        open.append(&mut pieces);
    }
    Ok(None)
}

/// Whether two boxes share a point.
pub fn meets(a: &[AtomSet], b: &[AtomSet]) -> bool {
    a.iter().zip(b).all(|(a, b)| a.intersects(b))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(ranges: &[(u32, u32)]) -> AtomSet {
        AtomSet::from_ranges(ranges.to_vec())
    }

    /// Boxes of a 4 × 4 × 4 space, from bits that nobody chose.
    fn boxes(seed: u64, count: usize) -> Vec<Vec<AtomSet>> {
        let mut bits = seed;
        let mut next = || {
            bits = bits.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            bits >> 60
        };
        let mut side = || {
            let members = next() | next();
            AtomSet::from_ranges((0..4).filter(|atom| members >> atom & 1 == 1).map(|atom| (atom, atom + 1)).collect())
        };
        (0..count).map(|_| vec![side(), side(), side()]).collect()
    }

    #[test]
    fn what_is_left_out_agrees_with_counting() {
        let mut answers = [0, 0];
        for seed in 0..400 {
            let covers = boxes(seed, 3 + seed as usize % 12);
            let covers: Vec<&[AtomSet]> = covers.iter().map(Vec::as_slice).collect();
            let whole = vec![set(&[(0, 4)]), set(&[(0, 4)]), set(&[(0, 3)])];
            let points = || (0..4).flat_map(|x| (0..4).flat_map(move |y| (0..3).map(move |z| [x, y, z])));
            let within = |point: &[u32; 3], sides: &[AtomSet]| point.iter().zip(sides).all(|(atom, side)| side.contains(*atom));
            let left = points().any(|point| !covers.iter().any(|cover| within(&point, cover)));
            let found = uncovered(&whole, &covers, &mut 100_000).unwrap();
            assert_eq!(found.is_some(), left, "seed {seed}");
            if let Some(region) = found {
                assert!(region.iter().zip(&whole).all(|(side, all)| !side.is_empty() && side.is_subset(all)));
                assert!(!covers.iter().any(|cover| meets(&region, cover)), "seed {seed}");
            }
            answers[usize::from(left)] += 1;
        }
        assert!(answers.iter().all(|count| *count > 20), "{answers:?}");
    }

    #[test]
    fn steps_are_bounded() {
        let covers = boxes(7, 30);
        let covers: Vec<&[AtomSet]> = covers.iter().map(Vec::as_slice).collect();
        let whole = vec![set(&[(0, 4)]), set(&[(0, 4)]), set(&[(0, 4)])];
        assert_eq!(uncovered(&whole, &covers, &mut 29), Err(OutOfSteps));
        assert_eq!(uncovered(&[set(&[]), set(&[(0, 1)])], &[], &mut 0), Ok(None));
    }
}
