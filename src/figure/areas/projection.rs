//! From longitude and latitude to metres: the transverse Mercator projection.
//!
//! The formulae and the constants are those of Ordnance Survey, "A guide to coordinate systems in
//! Great Britain", annexes A and C: the projection of the National Grid on the Airy 1830 ellipsoid.
//! Longitudes and latitudes are taken as they are, without a change of datum, which would move a
//! place by about a hundred metres: less than can be seen on a map of a page's width.

use crate::model::Grid;

/// The longest and shortest half axis of the ellipsoid Airy 1830, in metres.
const AXES: (f64, f64) = (6_377_563.396, 6_356_256.909);
/// The scale on the central meridian.
const SCALE: f64 = 0.999_601_271_7;
/// The true origin of the National Grid, in degrees east and north.
const ORIGIN: (f64, f64) = (-2.0, 49.0);
/// The coordinates of the true origin, in metres.
const FALSE_ORIGIN: (f64, f64) = (400_000.0, -100_000.0);
/// How far from the central meridian the series still holds for drawing, in degrees.
pub(crate) const FARTHEST: f64 = 20.0;

/// A projection with its central meridian.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Projection {
    grid: Grid,
    meridian: f64,
}

impl Projection {
    /// The projection for coordinates that reach from one longitude to another: that of the
    /// National Grid where they lie near its meridian, else one about their own middle. None where
    /// they reach too far to be drawn truly.
    pub(crate) fn new(grid: Grid, (west, east): (f64, f64)) -> Option<Projection> {
        if grid == Grid::BritishGrid {
            let meridian = ORIGIN.0;
            return Some(Projection { grid, meridian });
        }
        let near = west >= ORIGIN.0 - FARTHEST / 2.0 && east <= ORIGIN.0 + FARTHEST / 2.0;
        let meridian = if near { ORIGIN.0 } else { (west + east) / 2.0 };
        (east - west <= FARTHEST * 2.0).then_some(Projection { grid, meridian })
    }

    /// The easting and northing of a point, in metres.
    pub(crate) fn project(&self, (x, y): (f64, f64)) -> (f64, f64) {
        match self.grid {
            Grid::BritishGrid => (x, y),
            Grid::Degrees => transverse_mercator(x - self.meridian, y),
        }
    }
}

/// The projection of a point so many degrees east of the central meridian, at a latitude.
fn transverse_mercator(east: f64, latitude: f64) -> (f64, f64) {
    let (a, b) = AXES;
    let (phi, phi0) = (latitude.to_radians(), ORIGIN.1.to_radians());
    let lambda = east.to_radians();
    let squared_eccentricity = (a * a - b * b) / (a * a);
    let n = (a - b) / (a + b);
    let (sin, cos, tan) = (phi.sin(), phi.cos(), phi.tan());
    let curvature = 1.0 - squared_eccentricity * sin * sin;
    let nu = a * SCALE / curvature.sqrt();
    let rho = a * SCALE * (1.0 - squared_eccentricity) / curvature.powf(1.5);
    let eta2 = nu / rho - 1.0;
    let arc = meridional_arc(b, n, phi, phi0);
    let (tan2, tan4) = (tan.powi(2), tan.powi(4));
    let one = arc + FALSE_ORIGIN.1;
    let two = nu / 2.0 * sin * cos;
    let three = nu / 24.0 * sin * cos.powi(3) * (5.0 - tan2 + 9.0 * eta2);
    let three_a = nu / 720.0 * sin * cos.powi(5) * (61.0 - 58.0 * tan2 + tan4);
    let four = nu * cos;
    let five = nu / 6.0 * cos.powi(3) * (nu / rho - tan2);
    let six =
        nu / 120.0 * cos.powi(5) * (5.0 - 18.0 * tan2 + tan4 + 14.0 * eta2 - 58.0 * tan2 * eta2);
    let northing = one + two * lambda.powi(2) + three * lambda.powi(4) + three_a * lambda.powi(6);
    let easting = FALSE_ORIGIN.0 + four * lambda + five * lambda.powi(3) + six * lambda.powi(5);
    (easting, northing)
}

/// The length of the meridian between two latitudes, in metres.
fn meridional_arc(b: f64, n: f64, phi: f64, phi0: f64) -> f64 {
    let (difference, sum) = (phi - phi0, phi + phi0);
    let (n2, n3) = (n * n, n * n * n);
    b * SCALE
        * ((1.0 + n + 5.0 / 4.0 * n2 + 5.0 / 4.0 * n3) * difference
            - (3.0 * n + 3.0 * n2 + 21.0 / 8.0 * n3) * difference.sin() * sum.cos()
            + (15.0 / 8.0 * n2 + 15.0 / 8.0 * n3) * (2.0 * difference).sin() * (2.0 * sum).cos()
            - 35.0 / 24.0 * n3 * (3.0 * difference).sin() * (3.0 * sum).cos())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worked_example_of_ordnance_survey_comes_out() {
        // Annex C of the guide: 52° 39′ 27.2531″ N, 1° 43′ 4.5177″ E on the Airy ellipsoid is
        // E 651,409.903 m, N 313,177.270 m.
        let degrees = |d: f64, m: f64, s: f64| d + m / 60.0 + s / 3600.0;
        let point = (degrees(1.0, 43.0, 4.5177), degrees(52.0, 39.0, 27.2531));
        let projection = Projection::new(Grid::Degrees, (-6.0, 2.0)).unwrap();
        let (easting, northing) = projection.project(point);
        assert!((easting - 651_409.903).abs() < 0.001, "{easting}");
        assert!((northing - 313_177.270).abs() < 0.001, "{northing}");
    }

    #[test]
    fn metres_of_the_grid_stay_as_they_are() {
        let projection = Projection::new(Grid::BritishGrid, (0.0, 7e5)).unwrap();
        assert_eq!(
            projection.project((417_314.0, 600_356.0)),
            (417_314.0, 600_356.0)
        );
    }

    #[test]
    fn what_reaches_round_the_world_is_not_drawn() {
        assert!(Projection::new(Grid::Degrees, (-120.0, 60.0)).is_none());
        let far = Projection::new(Grid::Degrees, (170.0, 179.0)).unwrap();
        assert!((far.project((174.5, -41.0)).0 - 400_000.0).abs() < 1e-6);
    }
}
