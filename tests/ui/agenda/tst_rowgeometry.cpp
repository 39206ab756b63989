#include "agenda/rowgeometry.h"

#include "support/testmain.h"

#include <QApplication>
#include <QTest>

namespace tst_rowgeometry {

using namespace Qt::StringLiterals;
using namespace aria::agenda;

class TestRowGeometry : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void placesEverythingInsideAndApart_data()
    {
        QTest::addColumn<int>("width");
        QTest::addColumn<int>("direction");
        QTest::addColumn<int>("pixelSize");
        for (int width : { 300, 400, 1200 }) {
            for (auto direction : { Qt::LeftToRight, Qt::RightToLeft }) {
                for (int pixels : { 11, 16, 32 }) {
                    QTest::addRow(
                        "%d wide, %s, %d px", width, direction == Qt::LeftToRight ? "ltr" : "rtl", pixels)
                        << width << int(direction) << pixels;
                }
            }
        }
    }

    void placesEverythingInsideAndApart()
    {
        QFETCH(int, width);
        QFETCH(int, direction);
        QFETCH(int, pixelSize);
        QFont font;
        font.setPixelSize(pixelSize);
        const QFontMetrics metrics(font);
        const QRect row(7, 13, width, rowHeight(metrics));
        const int time = metrics.horizontalAdvance(u"22:58"_s);
        const RowGeometry place = rowGeometry(
            row, metrics, Qt::LayoutDirection(direction), { true, 2, 3 * metrics.height(), time });
        QList<QRect> parts{ place.bar, place.time, place.join };
        parts.append(place.marks);
        if (place.title.width() > 0)
            parts.append(place.title);
        for (qsizetype i = 0; i < parts.size(); ++i) {
            if (width > 300 || pixelSize < 32) // so large on so little, the title gives way
                QVERIFY2(row.contains(parts.at(i)), qPrintable(QString::number(i)));
            for (qsizetype j = i + 1; j < parts.size(); ++j) {
                if (width > 300 || pixelSize < 32)
                    QVERIFY2(!parts.at(i).intersects(parts.at(j)), qPrintable(u"%1 and %2"_s.arg(i).arg(j)));
            }
        }
        QVERIFY(place.title.bottom() < place.secondLine.bottom());
        const bool barIsLeft = place.bar.center().x() < row.center().x();
        QCOMPARE(barIsLeft, direction == Qt::LeftToRight);
    }

    void mirrors()
    {
        const QFontMetrics metrics(QApplication::font());
        const QRect row(0, 0, 400, rowHeight(metrics));
        const RowContent content{ true, 1, 60, 40 };
        const RowGeometry left = rowGeometry(row, metrics, Qt::LeftToRight, content);
        const RowGeometry right = rowGeometry(row, metrics, Qt::RightToLeft, content);
        QCOMPARE(right.join.left(), row.right() - left.join.right());
        QCOMPARE(right.title.width(), left.title.width());
    }

    void centresTheTitleWhereItIsAlone()
    {
        const QFontMetrics metrics(QApplication::font());
        const QRect row(0, 0, 400, rowHeight(metrics));
        const RowGeometry place = rowGeometry(row, metrics, Qt::LeftToRight, { false, 0, 0, 40 });
        QVERIFY(place.secondLine.isEmpty() && place.join.isEmpty() && place.marks.isEmpty());
        QVERIFY(std::abs(place.title.center().y() - row.center().y()) <= 1);
    }
};

ARIA_TEST(TestRowGeometry)

} // namespace tst_rowgeometry

#include "tst_rowgeometry.moc"
